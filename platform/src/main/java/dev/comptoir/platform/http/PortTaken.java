package dev.comptoir.platform.http;

import java.net.BindException;

/** Another process already listens on the port of a service. */
public final class PortTaken extends RuntimeException {
    PortTaken(int port, Throwable cause) {
        super("port " + port + " is taken by another process; end it, or choose another port", cause);
    }

    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || cause.getClass().getSimpleName().equals("JavalinBindException")) {
                return true;
            }
        }
        return false;
    }
}
