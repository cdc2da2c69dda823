package dev.comptoir.tools.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of load. Arrivals come at their rate whether or not earlier ones were completed, and a latency begins at the
 * intended moment of the arrival, so that every arrival during a stall of the server shows it (no coordinated omission).
 */
public final class Generator {
    /** More than Traefik accepts at once; arrivals beyond it fail as {@code crowded}. */
    private static final int MOST_IN_FLIGHT = 6_000;

    private static final Duration LEAD = Duration.ofMillis(50);

    private final Plan plan;
    private final Consumer<Sample> listener;
    private final Map<String, List<Outcomes.Counter>> counters = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile long start;

    /**
     * @param warmUp at the same rates, left out of the result
     * @param time how long requests are sent after that
     * @param slice the length of the result's parts
     */
    public record Plan(List<Arrivals> arrivals, Duration warmUp, Duration time, Duration slice) {
        /** With one slice. */
        public Plan(List<Arrivals> arrivals, Duration warmUp, Duration time) {
            this(arrivals, warmUp, time, time);
        }
    }

    /** @param slices all operations together, in parts of the time */
    public record Result(Map<String, Outcomes> operations, List<Outcomes> slices) {
        public Outcomes all() {
            return operations.values().stream().reduce(Outcomes.none(), Outcomes::plus);
        }
    }

    public Generator(Plan plan) {
        this(plan, sample -> {});
    }

    /** @param listener receives every sample as it ends, those of the warm-up too, on many threads */
    public Generator(Plan plan, Consumer<Sample> listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** Returns when the last request has ended. */
    public Result run() {
        return run(() -> {});
    }

    /**
     * Returns when the last request has ended.
     *
     * @param measured runs on this thread at the end of the warm-up
     */
    public Result run(Runnable measured) {
        start = System.nanoTime() + LEAD.toNanos();
        try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService clocks = Executors.newCachedThreadPool()) {
            plan.arrivals().forEach(arrivals -> clocks.execute(guarded(() -> arrive(arrivals, users))));
            try {
                sleepUntil(start + plan.warmUp().toNanos());
                measured.run();
                clocks.shutdown();
                if (!clocks.awaitTermination(end() - System.nanoTime() + 60_000_000_000L, TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("the arrivals do not end");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted under load", interrupted);
            } finally {
                stopped = true;
            }
        }
        return result();
    }

    /**
     * A closed model instead: each user sends the next request as soon as the last one has ended. The
     * plan's rates are not used. User {@code n} has the arrivals {@code n}, {@code n + users} and so on.
     */
    public Result saturate(int users) {
        start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Arrivals arrivals : plan.arrivals()) {
                for (int user = 0; user < users; user++) {
                    int first = user;
                    threads.execute(guarded(() -> {
                        for (int number = first; System.nanoTime() < end() && !stopped; number += users) {
                            arrivals.workload().run(new Arrival(number, start, System.nanoTime(), this::record));
                        }
                    }));
                }
            }
        }
        return result();
    }

    /**
     * The open model of {@link #run} for one constant rate, on a fixed number of threads: each sleeps until its next arrival is
     * due. This costs a generator that shares the processor with what it measures a fraction of a new thread for each arrival.
     * User {@code n} has the arrivals {@code n}, {@code n + users} and so on; one that is late is sent at once and timed from its
     * intended moment.
     *
     * @param users the most requests in flight, more than the server keeps waiting at once
     */
    public Result runWith(int users) {
        start = System.nanoTime() + LEAD.toNanos();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("user-", 0).factory())) {
            for (Arrivals arrivals : plan.arrivals()) {
                double interval = 1e9 / arrivals.perSecond().applyAsDouble(0);
                for (int user = 0; user < users; user++) {
                    int first = user;
                    threads.execute(guarded(() -> {
                        for (int number = first; start + number * interval < end() && !stopped; number += users) {
                            long intended = start + (long) (number * interval);
                            sleepUntil(intended);
                            arrivals.workload().run(new Arrival(number, start, intended, this::record));
                        }
                    }));
                }
            }
        }
        return result();
    }

    /** Ends the arrivals early; {@link #run} returns when the requests in flight have ended. */
    public void stop() {
        stopped = true;
    }

    /** Requests in flight. */
    public int inFlight() {
        return inFlight.get();
    }

    private long end() {
        return start + plan.warmUp().toNanos() + plan.time().toNanos();
    }

    private void arrive(Arrivals arrivals, ExecutorService users) {
        double intended = 0;
        for (int number = 0; start + intended < end() && !stopped; number++) {
            sleepUntil(start + (long) intended);
            Arrival arrival = new Arrival(number, start, start + (long) intended, this::record);
            if (inFlight.get() >= MOST_IN_FLIGHT) {
                arrival.fail(arrivals.name(), "crowded");
            } else {
                inFlight.incrementAndGet();
                users.execute(guarded(() -> {
                    try {
                        arrivals.workload().run(arrival);
                    } finally {
                        inFlight.decrementAndGet();
                    }
                }));
            }
            intended += 1e9 / arrivals.perSecond().applyAsDouble(intended / 1e9);
        }
    }

    /** A defect of a workload ends the run. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                defect.compareAndSet(null, failure);
                stopped = true;
            }
        };
    }

    private void sleepUntil(long moment) {
        for (long left = moment - System.nanoTime(); left > 0 && !stopped; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void record(Sample sample) {
        listener.accept(sample);
        long since = sample.startedNanos() - plan.warmUp().toNanos();
        if (since >= 0 && since < plan.time().toNanos()) {
            counters.computeIfAbsent(sample.operation(), added -> newCounters())
                    .get((int) (since / plan.slice().toNanos()))
                    .add(sample);
        }
    }

    private List<Outcomes.Counter> newCounters() {
        return Stream.generate(Outcomes.Counter::new).limit(slices()).toList();
    }

    private int slices() {
        return (int) Math.ceilDiv(plan.time().toNanos(), plan.slice().toNanos());
    }

    private Result result() {
        RuntimeException failure = defect.get();
        if (failure != null) {
            throw failure;
        }
        Map<String, Outcomes> operations = new TreeMap<>();
        counters.forEach((name, all) -> operations.put(name, sum(all)));
        List<Outcomes> slices = IntStream.range(0, slices())
                .mapToObj(at ->
                        sum(counters.values().stream().map(all -> all.get(at)).toList()))
                .toList();
        return new Result(operations, slices);
    }

    private static Outcomes sum(List<Outcomes.Counter> counters) {
        return counters.stream().map(Outcomes.Counter::outcomes).reduce(Outcomes.none(), Outcomes::plus);
    }
}
