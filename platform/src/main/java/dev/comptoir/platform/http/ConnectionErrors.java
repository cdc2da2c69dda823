package dev.comptoir.platform.http;

import dev.comptoir.platform.json.Json;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Responds to malformed requests, which reach no endpoint, in the form of all other problems. */
final class ConnectionErrors implements Request.Handler {
    private final RequestMetrics requestMetrics;

    ConnectionErrors(RequestMetrics requestMetrics) {
        this.requestMetrics = requestMetrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 400 : response.getStatus();
        ProblemType type = switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL_ERROR;
        };
        Problem problem =
                new Problem(new ProblemType(type.word(), status, type.title()), "the request is not valid HTTP");
        response.setStatus(status);
        requestMetrics.recordUnhandled(request, status, RequestMetrics.UNKNOWN_ROUTE, type.word());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(
                true,
                ByteBuffer.wrap(Json.bytes(problem.members(UUID.randomUUID().toString()))),
                callback);
        return true;
    }
}
