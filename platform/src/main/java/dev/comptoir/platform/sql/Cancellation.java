package dev.comptoir.platform.sql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the reads of a caller who has left. A thread that works for such a caller runs in the scope of a cancellation. Only
 * {@link Database#read} and {@link Database#snapshot} can be cancelled, never a write.
 */
public final class Cancellation {
    private static final ScopedValue<Cancellation> CURRENT = ScopedValue.newInstance();

    private volatile @Nullable Runnable step;
    private volatile boolean requested;

    /** Runs work, with all its reads, in the scope of this cancellation. */
    public <T extends @Nullable Object, X extends Throwable> T run(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /**
     * Does something that the cancellation of this thread, if it has one, can cancel.
     *
     * @param cancel runs at most once at a time, and never after the work has ended
     */
    public static <T extends @Nullable Object> T during(Runnable cancel, Supplier<T> work) {
        return CURRENT.isBound() ? CURRENT.get().cancellable(cancel, work) : work.get();
    }

    /** Whether the caller of this thread has left, and what it waited for was cancelled. */
    public static boolean isRequested() {
        return CURRENT.isBound() && CURRENT.get().requested;
    }

    /** Whether there is something to cancel now. */
    public boolean isPossible() {
        return step != null;
    }

    /** Cancels what the caller waits for now, if anything. */
    public synchronized void cancel() {
        Runnable cancel = step;
        if (cancel != null) {
            requested = true;
            cancel.run();
        }
    }

    private <T extends @Nullable Object> T cancellable(Runnable cancel, Supplier<T> work) {
        Runnable outer = step;
        enter(cancel);
        try {
            return work.get();
        } finally {
            enter(outer);
        }
    }

    /** Waits for a cancellation under way: it must not reach a later statement of the same connection. */
    private synchronized void enter(@Nullable Runnable next) {
        step = next;
    }
}
