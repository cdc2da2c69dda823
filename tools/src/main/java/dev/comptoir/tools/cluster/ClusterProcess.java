package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of the cluster.
 *
 * @param name {@code logistics-2}, or {@code traefik}
 * @param service {@code logistics}, or {@code traefik}
 * @param port where it listens on the loopback
 * @param started when the process started, in milliseconds since 1970: the system may reuse its process id
 */
public record ClusterProcess(String name, String service, int port, long pid, long started) {

    /** The system derives a start time from the boot time, which moves when the clock is set. */
    private static final long CLOCK_STEP_MILLISECONDS = 2_000;

    /** Time for draining, for requests in flight and for closing the connection pool. */
    private static final long STOP_LIMIT_SECONDS = 40;

    public static ClusterProcess of(String name, String service, int port, ProcessHandle process) {
        return new ClusterProcess(name, service, port, process.pid(), startOf(process));
    }

    /** The process, if it is alive and still the one that was started. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> Math.abs(startOf(found) - started) < CLOCK_STEP_MILLISECONDS);
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    ClusterProcess withPort(int otherPort) {
        return new ClusterProcess(name, service, otherPort, pid, started);
    }

    /** @param signal {@code STOP}: the JDK itself can only end a process */
    public static void send(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UserError("The command kill was not found: install procps.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending the signal " + signal, stopped);
        }
    }

    /** Requests an orderly stop and returns at once. A paused process is resumed, or it could not handle the request. */
    void requestStop() {
        process().ifPresent(process -> {
            // On SIGTERM, PostgreSQL waits for its clients to disconnect; on SIGINT it disconnects them.
            send(process, name.equals(ClusterState.POSTGRES) ? "INT" : "TERM");
            send(process, "CONT");
        });
    }

    /** Stops in order, and kills the process if that takes longer than 40 s. */
    void stop() {
        requestStop();
        process().ifPresent(process -> {
            try {
                process.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException stuck) {
                process.destroyForcibly();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + name + " stopped", stopped);
            }
        });
    }
}
