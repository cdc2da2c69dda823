package dev.comptoir.tools.lab.bench;

import dev.comptoir.tools.lab.bench.Errand.Visit;
import dev.comptoir.tools.lab.bench.Line.Reply;
import dev.comptoir.tools.lab.data.Latencies;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Arrivals at a constant rate, whether or not earlier ones were answered. A request's time begins at the moment at which
 * it was meant to be sent, so that a server which stops for a second is seen by all who arrive in that second.
 */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 64;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    /** Nobody waits longer; what comes later is of no use to them. */
    private static final double PATIENCE_MILLISECONDS = 10_000;

    /** More than Traefik lets in; whoever would arrive beyond that counts as a fault of the cause {@code crowded}. */
    private static final int MOST_IN_FLIGHT = 6_000;

    private final int port;
    private final List<ConcurrentLinkedDeque<Line>> idle =
            Stream.generate(ConcurrentLinkedDeque<Line>::new).limit(CLIENTS).toList();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param port of the load balancer, on the loopback */
    Load(int port) {
        this.port = port;
    }

    /**
     * @param rates arrivals per second by kind
     * @param warmUp at the same rates, left out of the figures
     * @param slice how long each part of the figures is
     */
    record Plan(Map<String, Double> rates, Duration warmUp, Duration time, Duration slice) {}

    /** What came of it, by kind; and of all together in parts. */
    record Outcome(Map<String, Tally> answers, List<Slice> slices) {}

    /** What one kind of requests came to, for one slice. */
    private static final class Count {
        private final Latencies latencies = new Latencies();
        private final Map<String, Long> faults = new TreeMap<>();
        private double milliseconds;
        private long ok;
        private long refused;

        private synchronized void add(String cause, double taken) {
            switch (cause) {
                case "ok" -> {
                    ok++;
                    milliseconds += taken;
                    latencies.add(taken);
                }
                case "429" -> refused++;
                default -> faults.merge(cause, 1L, Long::sum);
            }
        }

        private synchronized Tally tally() {
            return new Tally(ok, refused, faults, ok == 0 ? 0 : milliseconds / ok, latencies.text());
        }
    }

    /** Returns when the last answer came, or its time was over. */
    Outcome run(Map<String, Errand> errands, Plan plan, Runnable begun) {
        int slices = (int) Math.ceilDiv(plan.time().toMillis(), plan.slice().toMillis());
        Map<String, List<Count>> counts = new TreeMap<>();
        plan.rates()
                .keySet()
                .forEach(kind -> counts.put(
                        kind, Stream.generate(Count::new).limit(slices).toList()));
        long start = System.nanoTime() + 50_000_000L;
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService clocks = Executors.newCachedThreadPool()) {
            List<Future<?>> arrivals = new ArrayList<>();
            plan.rates()
                    .forEach((kind, rate) -> arrivals.add(clocks.submit(
                            () -> arrive(need(errands, kind), rate, start, plan, need(counts, kind), visitors))));
            sleepUntil(start + plan.warmUp().toNanos());
            begun.run();
            clocks.shutdown();
            join(clocks, plan.warmUp().plus(plan.time()));
            arrivals.forEach(Future::resultNow);
        }
        Map<String, Tally> answers = new TreeMap<>();
        counts.forEach(
                (kind, all) -> answers.put(kind, all.stream().map(Count::tally).reduce(Tally.NOTHING, Tally::plus)));
        List<Slice> parts = new ArrayList<>();
        for (int at = 0; at < slices; at++) {
            parts.add(slice(at, plan.slice(), counts));
        }
        return new Outcome(answers, parts);
    }

    private static <T> T need(Map<String, T> all, String kind) {
        return Optional.ofNullable(all.get(kind)).orElseThrow(() -> new IllegalStateException("nobody wants " + kind));
    }

    private static void join(ExecutorService clocks, Duration limit) {
        try {
            if (!clocks.awaitTermination(limit.toMillis() + 60_000, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the arrivals do not end");
            }
        } catch (InterruptedException stopped) {
            clocks.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted under load", stopped);
        }
    }

    private static Slice slice(int at, Duration length, Map<String, List<Count>> counts) {
        Tally tally = counts.values().stream().map(all -> all.get(at).tally()).reduce(Tally.NOTHING, Tally::plus);
        Latencies times = tally.times();
        return new Slice(
                at * length.toMillis() / 1e3,
                tally.ok(),
                tally.refused(),
                tally.failed(),
                times.count() == 0 ? 0 : times.percentile(50),
                times.count() == 0 ? 0 : times.percentile(99),
                Map.of());
    }

    private void arrive(
            Errand errand, double rate, long start, Plan plan, List<Count> counts, ExecutorService visitors) {
        double between = 1e9 / rate;
        long begin = start + plan.warmUp().toNanos();
        long end = begin + plan.time().toNanos();
        for (int number = 0; ; number++) {
            long intended = start + (long) (number * between);
            if (intended >= end || Thread.currentThread().isInterrupted()) {
                return;
            }
            sleepUntil(intended);
            Count count = intended < begin
                    ? new Count()
                    : counts.get((int) ((intended - begin) / plan.slice().toNanos()));
            if (inFlight.get() >= MOST_IN_FLIGHT) {
                count.add("crowded", 0);
            } else {
                int client = number % CLIENTS;
                Visit visit = errand.visit(number);
                inFlight.incrementAndGet();
                visitors.execute(() -> visit(visit, client, intended, count));
            }
        }
    }

    private static void sleepUntil(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void visit(Visit visit, int client, long intended, Count count) {
        boolean settled = false;
        try {
            Reply reply = ask(client, visit.request());
            double taken = (System.nanoTime() - intended) / 1e6;
            settled = reply.status() == OK || reply.status() == TOO_MANY;
            String cause =
                    reply.status() != OK ? String.valueOf(reply.status()) : visit.isRight(reply) ? "ok" : "wrong";
            count.add(taken > PATIENCE_MILLISECONDS ? "timeout" : cause, taken);
        } catch (SocketTimeoutException late) {
            count.add("timeout", 0);
        } catch (IOException broken) {
            count.add("broken", 0);
        } finally {
            inFlight.decrementAndGet();
        }
        visit.end(settled);
    }

    /** On a connection of that client that is idle, or on a new one. */
    Reply ask(int client, byte[] request) throws IOException {
        Line line = line(client);
        try {
            Reply reply = line.ask(request);
            idle.get(client).push(line);
            return reply;
        } catch (IOException | RuntimeException failure) {
            line.close();
            throw failure;
        }
    }

    private Line line(int client) throws IOException {
        for (Line line = idle.get(client).poll();
                line != null;
                line = idle.get(client).poll()) {
            if (line.isFresh()) {
                return line;
            }
            line.close();
        }
        return Line.open(client, port);
    }

    @Override
    public void close() {
        IntStream.range(0, CLIENTS).forEach(client -> {
            for (Line line = idle.get(client).poll();
                    line != null;
                    line = idle.get(client).poll()) {
                try {
                    line.close();
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            }
        });
    }
}
