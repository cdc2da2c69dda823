package dev.comptoir.tools.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * A process of the cluster.
 *
 * @param name {@code logistics-2}, or {@code traefik}
 * @param service {@code logistics}, or {@code traefik}
 * @param port where it listens on the loopback
 * @param started when the process started, in milliseconds since 1970: its number may pass to another process
 */
public record Running(String name, String service, int port, long pid, long started) {

    /** The system counts a start from its boot, whose hour moves when the clock is set. */
    private static final long CLOCK_STEP_MILLISECONDS = 2_000;

    public static Running of(String name, String service, int port, ProcessHandle process) {
        return new Running(name, service, port, process.pid(), startOf(process));
    }

    /** The process, when it lives and is still the one that was started. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> Math.abs(startOf(found) - started) < CLOCK_STEP_MILLISECONDS);
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    Running at(int otherPort) {
        return new Running(name, service, otherPort, pid, started);
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
