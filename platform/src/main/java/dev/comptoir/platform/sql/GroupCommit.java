package dev.comptoir.platform.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: writes that arrive while a batch is with the database are the next batch. A write that arrives alone does not
 * wait and runs on its caller's thread. Batches of a backlog run on one platform thread: a virtual thread would queue behind
 * thousands of rejected requests at each round trip to the database, and an overload would lower the throughput.
 *
 * @param <I> a write
 * @param <O> its outcome
 */
public final class GroupCommit<I, O> {
    private final int limit;
    private final Function<I, Object> key;
    private final Function<List<I>, List<Optional<O>>> work;
    private final Predicate<RuntimeException> concernsAll;
    private final Lock lock = new ReentrantLock();
    private final Deque<Call<I, O>> waiting = new ArrayDeque<>();
    private final Executor backlog = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("group-commit").factory());
    private boolean running;

    /**
     * Declares the writes that are grouped.
     *
     * @param limit the most writes of a batch
     * @param key of a write; writes with equal keys are never in one batch
     * @param work writes a batch; an outcome is empty when the write has to be tried again without neighbours
     * @param concernsAll whether a failure of a batch is that of every write that is waiting, too
     */
    public GroupCommit(
            int limit,
            Function<I, Object> key,
            Function<List<I>, List<Optional<O>>> work,
            Predicate<RuntimeException> concernsAll) {
        this.concernsAll = concernsAll;
        this.limit = limit;
        this.key = key;
        this.work = work;
    }

    private static final class Call<I, O> {
        private final I input;
        private final Thread caller = Thread.currentThread();
        private volatile boolean ended;
        private Optional<O> outcome = Optional.empty();
        private @Nullable RuntimeException failure;

        Call(I input) {
            this.input = input;
        }

        void end() {
            ended = true;
            LockSupport.unpark(caller);
        }

        /** An interrupt does not end the wait: the write may be under way. */
        void await() {
            boolean interrupted = false;
            while (!ended) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /**
     * The outcome of the write; empty when it has to be tried again without neighbours, because the batch failed as a whole or
     * did not settle this one.
     *
     * @throws RuntimeException what the work threw when the write was alone, or what concerns all
     */
    public Optional<O> write(I input) {
        Call<I, O> call = new Call<>(input);
        if (isFirst(call)) {
            runNext();
        }
        call.await();
        if (call.failure != null) {
            throw call.failure;
        }
        return call.outcome;
    }

    private boolean isFirst(Call<I, O> call) {
        lock.lock();
        try {
            waiting.add(call);
            boolean first = !running;
            running = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void runNext() {
        List<Call<I, O>> batch = takeNext();
        try {
            settle(batch, work.apply(batch.stream().map(call -> call.input).toList()));
        } catch (RuntimeException failure) {
            if (concernsAll.test(failure)) {
                batch.addAll(takeWaiting());
                batch.forEach(call -> call.failure = failure);
            } else if (batch.size() == 1) {
                batch.getFirst().failure = failure;
            }
        } finally {
            if (hasMore()) {
                backlog.execute(this::runNext);
            }
            batch.forEach(Call::end);
        }
    }

    private boolean hasMore() {
        lock.lock();
        try {
            running = !waiting.isEmpty();
            return running;
        } finally {
            lock.unlock();
        }
    }

    private List<Call<I, O>> takeWaiting() {
        lock.lock();
        try {
            List<Call<I, O>> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private List<Call<I, O>> takeNext() {
        List<Call<I, O>> batch = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        lock.lock();
        try {
            Iterator<Call<I, O>> calls = waiting.iterator();
            while (batch.size() < limit && calls.hasNext()) {
                Call<I, O> call = calls.next();
                if (keys.add(key.apply(call.input))) {
                    batch.add(call);
                    calls.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private static <I, O> void settle(List<Call<I, O>> batch, List<Optional<O>> outcomes) {
        for (int index = 0; index < batch.size(); index++) {
            batch.get(index).outcome = outcomes.get(index);
        }
    }
}
