package dev.comptoir.platform.http;

import dev.comptoir.platform.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Writes events directly to the response, on the virtual thread of the request. */
final class ServletEventStream implements EventStream {
    private final HttpServletResponse response;
    private final BooleanSupplier admitted;
    private final Thread handlerThread = Thread.currentThread();
    private volatile boolean closed;

    /** @param admitted whether the client's token is still valid */
    ServletEventStream(HttpServletResponse response, BooleanSupplier admitted) {
        this.response = response;
        this.admitted = admitted;
    }

    void open() {
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        write(": open\n\n");
    }

    @Override
    public boolean send(String id, String event, Object data) {
        return write("id: %s\nevent: %s\ndata: %s\n\n".formatted(id, event, Json.text(data)));
    }

    @Override
    public boolean keepAlive() {
        return write(": alive\n\n");
    }

    @Override
    public boolean isClosed() {
        return closed || !admitted.getAsBoolean();
    }

    /** Ends the stream: the handler stops at its next check of {@link #isClosed()}. */
    void end() {
        closed = true;
    }

    /** Interrupts a handler that is blocked by a client that does not read. */
    void interrupt() {
        handlerThread.interrupt();
    }

    private boolean write(String text) {
        if (closed) {
            return false;
        }
        try {
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
            return true;
        } catch (IOException gone) {
            closed = true;
            return false;
        }
    }
}
