package dev.comptoir.tools.lab.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Samples the metrics at the begin and the end of a measurement, and every second between. */
final class Measurement implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final ClusterMetrics metrics;
    private final Duration slice;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Double, Map<String, Double>> samples = new ConcurrentSkipListMap<>();
    private final Duration time;
    private Future<?> event = CompletableFuture.completedFuture("nothing");
    private Future<Growth> growth = CompletableFuture.completedFuture(new Growth(Map.of(), Map.of(), 1));
    private long begun;

    /**
     * @param time how long requests are sent; the wait for late responses belongs to no figure
     * @param slice the length of the result's parts
     */
    Measurement(ClusterMetrics metrics, Duration time, Duration slice) {
        this.metrics = metrics;
        this.time = time;
        this.slice = slice.compareTo(SHORTEST) < 0 ? SHORTEST : slice;
    }

    /** Increases of counters. */
    private record Growth(Map<String, Double> cpu, Map<String, Double> transactions, double seconds) {}

    void begin(Runnable meanwhile) {
        Map<String, Double> transactions = metrics.transactions();
        Map<String, Double> cpu = metrics.cpu();
        begun = System.nanoTime();
        event = threads.submit(meanwhile);
        threads.execute(this::sample);
        growth = threads.submit(() -> {
            Thread.sleep(time);
            double seconds = seconds();
            return new Growth(since(cpu, metrics.cpu()), since(transactions, metrics.transactions()), seconds);
        });
    }

    /** A process that has ended has no increase. */
    private static Map<String, Double> since(Map<String, Double> before, Map<String, Double> now) {
        Map<String, Double> grown = new TreeMap<>();
        now.forEach((name, value) -> grown.put(name, round(Math.max(0, value - before.getOrDefault(name, 0.0)))));
        return grown;
    }

    /** Every second, and at least once. */
    private void sample() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                double at = seconds();
                Map<String, Double> read = new HashMap<>(metrics.connections());
                if (slice.compareTo(SHORTEST) > 0) {
                    read.putAll(metrics.memory());
                    read.put("backlog", metrics.backlog());
                }
                samples.put(at, read);
                Thread.sleep(SHORTEST);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException databaseUnreachable) {
            samples.put(seconds(), Map.of());
        }
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** The last samples of the slice that begins there. */
    Map<String, Double> sample(double from) {
        Map<String, Double> found = new TreeMap<>();
        samples.forEach((at, read) -> {
            if (at >= from && at < from + slice.toMillis() / 1e3) {
                found.putAll(read);
            }
        });
        return found;
    }

    /** Seconds of processor time by process. */
    Map<String, Double> cpu() {
        return outcome(growth).cpu();
    }

    Map<String, Double> gauges() {
        outcome(event);
        Map<String, Double> gauges = new TreeMap<>(metrics.memory());
        gauges.replaceAll((name, value) -> round(value));
        Growth grown = outcome(growth);
        grown.transactions().forEach((service, count) -> gauges.put("transactions." + service, count));
        gauges.put("elapsed.s", round(grown.seconds()));
        gauges.put("backlog", metrics.backlog());
        for (String name : new String[] {"connections", "active"}) {
            gauges.put(
                    name,
                    samples.values().stream()
                            .mapToDouble(read -> read.getOrDefault(name, 0.0))
                            .max()
                            .orElse(0));
        }
        return gauges;
    }

    private static <T> T outcome(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a measurement", stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a task beside the measurement failed", failure.getCause());
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
