package dev.comptoir.platform.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the parts of a service. */
public final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /** Closes all of them in this order. A failure is logged, and the parts after it are closed all the same. */
    public static void inOrder(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failure) {
                LOG.warn("{} did not close in order", part.getClass().getSimpleName(), failure);
            }
        }
    }
}
