package dev.comptoir.platform.http;

/** A stream of server-sent events to one client (WHATWG HTML, section 9.2). */
public interface EventStream {
    /**
     * Sends one event.
     *
     * @param id the client sends it in {@code Last-Event-ID} when it reconnects
     * @param data written as JSON
     * @return whether the client is still connected
     */
    boolean send(String id, String event, Object data);

    /** Sends a comment, to detect a client that has left and to keep proxies from closing the connection. */
    boolean keepAlive();

    /** Whether the client has left, its token has expired, or the service is stopping. Handlers check it at least every second. */
    boolean isClosed();
}
