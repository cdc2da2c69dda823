package dev.comptoir.platform.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one piece of work for many concurrent callers. There is one run at a time. A caller gets the outcome of a run that
 * starts after its call, shared with all who call meanwhile; the first of them runs the work on its own thread.
 *
 * @param <S> the state at the start of a run
 * @param <T> its outcome
 */
final class SingleFlight<S, T> {
    private final long interval;
    private final Lock lock = new ReentrantLock();
    private @Nullable Run<S, T> running;
    private @Nullable Run<S, T> next;
    private long startedAt;

    /** @param interval the least time from the start of one run to the start of the next */
    SingleFlight(Duration interval) {
        this.interval = interval.toNanos();
        this.startedAt = System.nanoTime() - this.interval;
    }

    private static final class Run<S, T> {
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private @Nullable Run<S, T> before;
        private @Nullable S start;

        Run(@Nullable Run<S, T> before) {
            this.before = before;
        }
    }

    /**
     * The outcome of a run.
     *
     * @param suffices whether a run that has already started with this state is recent enough
     * @param start the state at the start of a run
     * @throws RuntimeException what the work threw, to all callers that share the run
     */
    T get(Predicate<S> suffices, Supplier<S> start, Function<S, T> work) {
        Run<S, T> run;
        boolean leads = false;
        lock.lock();
        try {
            if (running != null && running.start != null && !running.outcome.isDone() && suffices.test(running.start)) {
                run = running;
            } else {
                leads = next == null;
                run = next == null ? new Run<>(running) : next;
                next = run;
            }
        } finally {
            lock.unlock();
        }
        if (leads) {
            lead(run, start, work);
        }
        return outcomeOf(run);
    }

    private void lead(Run<S, T> run, Supplier<S> start, Function<S, T> work) {
        if (run.before != null) {
            run.before.outcome.exceptionally(failure -> null).join();
            run.before = null;
        }
        awaitInterval();
        try {
            run.outcome.complete(work.apply(begin(run, start)));
        } catch (RuntimeException | Error failure) {
            run.outcome.completeExceptionally(failure);
        }
    }

    private void awaitInterval() {
        long end = startedAt + interval;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** From now on, callers join this run only if its state suffices for them. */
    private S begin(Run<S, T> run, Supplier<S> start) {
        lock.lock();
        try {
            next = null;
            running = run;
            startedAt = System.nanoTime();
            S state = start.get();
            run.start = state;
            return state;
        } finally {
            lock.unlock();
        }
    }

    private static <T> T outcomeOf(Run<?, T> run) {
        try {
            return run.outcome.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
