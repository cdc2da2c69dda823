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
 * One piece of work that many ask for at once. There is one run at a time; whoever asks gets the outcome of a run that
 * begins after the question, together with all who asked meanwhile. The first of them does the work on its own thread.
 *
 * @param <S> what is known when a run begins
 * @param <T> its outcome
 */
final class SingleFlight<S, T> {
    private final long pace;
    private final Lock lock = new ReentrantLock();
    private @Nullable Run<S, T> begun;
    private @Nullable Run<S, T> gathering;
    private long begunAt;

    /** @param pace at least so much time passes from the beginning of one run to that of the next */
    SingleFlight(Duration pace) {
        this.pace = pace.toNanos();
        this.begunAt = System.nanoTime() - this.pace;
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
     * @param enough whether a run that has begun before this question, knowing that, will do as well
     * @param start what is known at the beginning of a run
     * @throws RuntimeException what the work threw, to everybody who shares the run
     */
    T get(Predicate<S> enough, Supplier<S> start, Function<S, T> work) {
        Run<S, T> run;
        boolean leads = false;
        lock.lock();
        try {
            if (begun != null && begun.start != null && !begun.outcome.isDone() && enough.test(begun.start)) {
                run = begun;
            } else {
                leads = gathering == null;
                run = gathering == null ? new Run<>(begun) : gathering;
                gathering = run;
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
        keepPace();
        try {
            run.outcome.complete(work.apply(begin(run, start)));
        } catch (RuntimeException | Error failure) {
            run.outcome.completeExceptionally(failure);
        }
    }

    private void keepPace() {
        for (long left = begunAt + pace - System.nanoTime(); left > 0; left = begunAt + pace - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** From here on the run takes nobody in who did not ask before, unless what it knows is enough for them. */
    private S begin(Run<S, T> run, Supplier<S> start) {
        lock.lock();
        try {
            gathering = null;
            begun = run;
            begunAt = System.nanoTime();
            S known = start.get();
            run.start = known;
            return known;
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
