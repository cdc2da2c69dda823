package dev.comptoir.tools.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every request of a run as a line of a CSV file, and a line per second on the console. */
final class RequestLog implements Consumer<Sample>, AutoCloseable {
    private static final PrintStream OUT = System.out;

    private final BufferedWriter file;
    private final Duration warmUp;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-line").factory());
    private Outcomes.Counter thisSecond = new Outcomes.Counter();

    RequestLog(Path file, Duration warmUp) throws IOException {
        this.file = Files.newBufferedWriter(file);
        this.file.write("request,ended_s,took_ms,outcome\n");
        this.warmUp = warmUp;
    }

    /** Prints a line every second from now on. */
    void watch(Generator generator) {
        long start = System.nanoTime();
        var _ = clock.scheduleAtFixedRate(
                () -> print(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), generator.inFlight()),
                1,
                1,
                TimeUnit.SECONDS);
    }

    @Override
    public synchronized void accept(Sample sample) {
        thisSecond.add(sample);
        try {
            file.write(String.format(
                    Locale.ROOT,
                    "%s,%.3f,%.3f,%s%n",
                    sample.operation(),
                    sample.endedNanos() / 1e9,
                    sample.milliseconds(),
                    sample.outcome()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized void print(long second, int inFlight) {
        Outcomes done = thisSecond.outcomes();
        thisSecond = new Outcomes.Counter();
        OUT.printf(
                Locale.ROOT,
                "%4d s %-8s completed %5d/s  failed %4d  in flight %5d  p50 %7.1f ms  p99 %7.1f ms%n",
                second,
                second <= warmUp.toSeconds() ? "(warm)" : "",
                done.sent(),
                done.sent() - done.ok(),
                inFlight,
                done.latencies().percentile(50),
                done.latencies().percentile(99));
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        file.close();
    }
}
