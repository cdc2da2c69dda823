package dev.comptoir.platform.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Ends what a test has started. */
public final class Closing {
    private Closing() {}

    /** All at once: each server waits a second for its idle connections. */
    public static void together(Runnable... closings) {
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable closing : closings) {
                hands.execute(closing);
            }
        }
    }
}
