package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells processes to end, to freeze and to go on. */
final class Signals {
    /** Drain, requests in flight and the end of the pool. */
    private static final long END_LIMIT_SECONDS = 40;

    private Signals() {}

    /** @param signal {@code STOP}: the JDK knows only how to end a process */
    static void send(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UserError("the command kill was not found: install procps");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process was told " + signal, stopped);
        }
    }

    /** Asks it to end in order, without waiting. A frozen process hears nothing until it goes on. */
    static void ask(Running one) {
        one.process().ifPresent(process -> {
            // By SIGTERM, PostgreSQL waits for its clients to leave; by SIGINT it sends them away.
            send(process, one.name().equals(ClusterState.POSTGRES) ? "INT" : "TERM");
            send(process, "CONT");
        });
    }

    /** Ends it in order; by force when it takes longer than 40 s. */
    static void end(Running one) {
        ask(one);
        one.process().ifPresent(process -> {
            try {
                process.onExit().get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException stuck) {
                process.destroyForcibly();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + one.name() + " ended", stopped);
            }
        });
    }
}
