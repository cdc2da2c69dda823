package dev.comptoir.lab.bench;

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

/** Reads the meter at the begin and the end, and once in each slice. */
final class Measurement implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Meter meter;
    private final Duration slice;
    private final ExecutorService hands = Executors.newCachedThreadPool();
    private final Map<Double, Map<String, Double>> samples = new ConcurrentSkipListMap<>();
    private Map<String, Double> cpuBefore = Map.of();
    private Map<String, Double> transactionsBefore = Map.of();
    private Future<?> event = CompletableFuture.completedFuture("nothing");
    private long begun;

    Measurement(Meter meter, Duration slice) {
        this.meter = meter;
        this.slice = slice.compareTo(SHORTEST) < 0 ? SHORTEST : slice;
    }

    void begin(Runnable meanwhile) {
        transactionsBefore = meter.transactions();
        cpuBefore = meter.cpu();
        begun = System.nanoTime();
        event = hands.submit(meanwhile);
        hands.execute(this::sample);
    }

    /** Every second at most, and at least once. */
    private void sample() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                double at = seconds();
                Map<String, Double> read = new HashMap<>(meter.connections());
                if (slice.compareTo(SHORTEST) > 0) {
                    read.putAll(meter.memory());
                    read.put("backlog", meter.backlog());
                }
                samples.put(at, read);
                Thread.sleep(SHORTEST);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException databaseAway) {
            samples.put(seconds(), Map.of());
        }
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** The last reading of the slice that begins there. */
    Map<String, Double> sample(double from) {
        Map<String, Double> found = new TreeMap<>();
        samples.forEach((at, read) -> {
            if (at >= from && at < from + slice.toMillis() / 1e3) {
                found.putAll(read);
            }
        });
        return found;
    }

    /** Since the begin; call it once, at the end. */
    Map<String, Double> cpu() {
        Map<String, Double> seconds = new TreeMap<>();
        meter.cpu()
                .forEach((name, now) -> seconds.put(name, round(Math.max(0, now - cpuBefore.getOrDefault(name, 0.0)))));
        return seconds;
    }

    Map<String, Double> gauges() {
        awaitEvent();
        Map<String, Double> gauges = new TreeMap<>(meter.memory());
        gauges.replaceAll((name, value) -> round(value));
        Map<String, Double> now = meter.transactions();
        now.forEach((service, count) ->
                gauges.put("transactions." + service, count - transactionsBefore.getOrDefault(service, 0.0)));
        gauges.put("elapsed.s", round(seconds()));
        gauges.put("backlog", meter.backlog());
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

    private void awaitEvent() {
        try {
            event.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a measurement", stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("what was to happen did not", failure.getCause());
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
