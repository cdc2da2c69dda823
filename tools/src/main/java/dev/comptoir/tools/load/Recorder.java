package dev.comptoir.tools.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Every request's time, as it ends: a line per second while it runs, figures and raw data afterwards. */
final class Recorder implements AutoCloseable {
    private static final PrintStream OUT = System.out;

    /** @param microseconds from the moment at which it was sent to its answer */
    private record Done(long endedAt, long microseconds, boolean ok) {}

    private final int warmUpSeconds;
    private final Map<String, List<Done>> requests = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-line").factory());
    private List<Done> thisSecond = new ArrayList<>();
    private long sent;
    /** When the first request was sent; 0 before. */
    private long begin;

    Recorder(int warmUpSeconds) {
        this.warmUpSeconds = warmUpSeconds;
    }

    synchronized void sent() {
        if (begin == 0) {
            begin = System.nanoTime();
            var _ = clock.scheduleAtFixedRate(this::line, 1, 1, TimeUnit.SECONDS);
        }
        sent++;
    }

    synchronized void done(String name, long sentAt, boolean ok) {
        long now = System.nanoTime();
        Done done = new Done(now - begin, (now - sentAt) / 1_000, ok);
        thisSecond.add(done);
        requests.computeIfAbsent(name, added -> new ArrayList<>()).add(done);
    }

    private synchronized void line() {
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        long[] times = sorted(thisSecond);
        OUT.printf(
                Locale.ROOT,
                "%4d s %-8s sent %5d/s  answered %5d/s  errors %4d  p50 %s  p99 %s%n",
                second,
                second <= warmUpSeconds ? "(warm)" : "",
                sent,
                thisSecond.size(),
                thisSecond.stream().filter(done -> !done.ok()).count(),
                milliseconds(times, 50),
                milliseconds(times, 99));
        sent = 0;
        thisSecond = new ArrayList<>();
    }

    private static long[] sorted(List<Done> all) {
        return all.stream().mapToLong(Done::microseconds).sorted().toArray();
    }

    /** The time within which so many per cent were answered; of answers that failed, too. */
    private static double percentile(long[] sorted, double percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * percent / 100) - 1)] / 1_000.0;
    }

    private static String milliseconds(long[] sorted, double percent) {
        return sorted.length == 0 ? "     -   " : "%6.1f ms".formatted(percentile(sorted, percent));
    }

    /** Figures of what was answered after the warm-up, by name of the request. */
    synchronized Map<String, Figures> figures() {
        Map<String, Figures> figures = new TreeMap<>();
        requests.forEach((name, all) -> {
            List<Done> counted = all.stream()
                    .filter(done -> done.endedAt() > TimeUnit.SECONDS.toNanos(warmUpSeconds))
                    .toList();
            long[] times = sorted(counted);
            figures.put(
                    name,
                    new Figures(
                            times.length,
                            counted.stream().filter(done -> !done.ok()).count(),
                            percentile(times, 50),
                            percentile(times, 99),
                            percentile(times, 99.9),
                            percentile(times, 100)));
        });
        return figures;
    }

    /** Times in milliseconds; NaN when nothing was answered. */
    record Figures(long answered, long errors, double p50, double p99, double p999, double worst) {}

    /** Every request as a line: name, seconds since the begin, milliseconds, ok. */
    synchronized void write(Path file) {
        try (var lines = Files.newBufferedWriter(file)) {
            lines.write("request,ended_s,took_ms,ok\n");
            for (Map.Entry<String, List<Done>> entry : requests.entrySet()) {
                for (Done done : entry.getValue()) {
                    lines.write("%s,%.3f,%.3f,%b%n"
                            .formatted(entry.getKey(), done.endedAt() / 1e9, done.microseconds() / 1e3, done.ok()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
