package dev.comptoir.platform.http;

import dev.comptoir.platform.json.Json;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects a request whose bulkhead is full in front of all other handlers, before anything is spent on its token, its body or a
 * trace. Under overload these are most requests, and what they cost is missing for those that are admitted.
 */
final class Admission extends Handler.Wrapper {
    static final Problem TOO_MANY =
            new Problem(ProblemType.TOO_MANY_REQUESTS, "too many requests of this kind are in flight");

    static final String RETRY_AFTER_SECONDS = "1";

    private static final String REJECTED = Admission.class.getName();

    /** A body beyond it, or one that has not arrived yet, is left to the {@link Dispatcher}, which has deadlines for it. */
    private static final int SKIPPED_BYTES = 8 * 1024;

    private static final HttpField[] FIELDS = {
        new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/problem+json"),
        new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"),
        new PreEncodedHttpField(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS),
        new PreEncodedHttpField("X-Content-Type-Options", "nosniff")
    };

    private final Bulkheads bulkheads;
    private final Routes routes;
    private final RequestMetrics requestMetrics;
    private final byte[] beforeId;
    private final byte[] afterId;

    Admission(Bulkheads bulkheads, Routes routes, RequestMetrics requestMetrics) {
        this.bulkheads = bulkheads;
        this.routes = routes;
        this.requestMetrics = requestMetrics;
        String id = "0";
        String body = new String(Json.bytes(TOO_MANY.members(id)), StandardCharsets.UTF_8);
        int place = body.lastIndexOf('"' + id + '"') + 1;
        this.beforeId = body.substring(0, place).getBytes(StandardCharsets.UTF_8);
        this.afterId = body.substring(place + id.length()).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the request has been rejected already, and has lost a part of its body. */
    static boolean hasRejected(Context context) {
        return context.req().getAttribute(REJECTED) != null;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<Endpoint> full = fullEndpoint(request);
        if (full.isEmpty()) {
            return super.handle(request, response, callback);
        }
        if (!isBodySkipped(request)) {
            request.setAttribute(REJECTED, true);
            return super.handle(request, response, callback);
        }
        reject(full.get(), request, response, callback);
        return true;
    }

    /** Rejected logins are delayed, so they are left to the dispatcher, too. */
    private Optional<Endpoint> fullEndpoint(Request request) {
        return bulkheads.isAnyFull()
                ? routes.find(request.getMethod(), request.getHttpURI().getPath())
                        .filter(endpoint -> endpoint.streamHandler() == null
                                && endpoint.bulkhead() != Bulkhead.LOGINS
                                && bulkheads.of(endpoint.bulkhead()).isFull())
                : Optional.empty();
    }

    /** Skips a body that has arrived with its headers: the connection can then be kept. */
    private static boolean isBodySkipped(Request request) {
        int skipped = 0;
        while (skipped <= SKIPPED_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return false;
            }
            skipped += chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                return true;
            }
        }
        return false;
    }

    private void reject(Endpoint endpoint, Request request, Response response, Callback callback) {
        int status = TOO_MANY.type().status();
        String id = RequestId.of(request.getHeaders().get(RequestId.HEADER));
        requestMetrics.rejected(endpoint.bulkhead());
        requestMetrics.recordUnhandled(
                request, status, endpoint.path(), TOO_MANY.type().word());
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        for (HttpField field : FIELDS) {
            headers.add(field);
        }
        headers.add(RequestId.HEADER, id);
        byte[] body = body(id);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private byte[] body(String id) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(beforeId.length + id.length() + afterId.length);
        body.writeBytes(beforeId);
        body.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(afterId);
        return body.toByteArray();
    }
}
