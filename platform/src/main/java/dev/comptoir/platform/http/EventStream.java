package dev.comptoir.platform.http;

/** A stream of server-sent events to one client (WHATWG HTML, section 9.2). */
public interface EventStream {
    /**
     * Sends one event.
     *
     * @param id what the client gives back in {@code Last-Event-ID} when it reconnects
     * @param data written as JSON
     * @return whether the client is still there
     */
    boolean send(String id, String event, Object data);

    /** Sends a comment, so that a client that went away is noticed, and proxies keep the line open. */
    boolean keepAlive();

    /** Whether the client went away, its token ended, or the service is stopping; a feeder looks each second or more often. */
    boolean isClosed();
}
