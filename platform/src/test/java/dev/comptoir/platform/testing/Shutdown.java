package dev.comptoir.platform.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Closes what a test has started. */
public final class Shutdown {
    private Shutdown() {}

    /** In parallel, because each server waits for its connections to end. */
    public static void inParallel(Runnable... closings) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable closing : closings) {
                threads.execute(closing);
            }
        }
    }
}
