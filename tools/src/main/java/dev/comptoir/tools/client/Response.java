package dev.comptoir.tools.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of a request.
 *
 * @param status {@link #NONE} when no response arrived
 * @param etag the version of the resource; empty without one
 * @param failure why no response arrived
 */
public record Response(
        int status, String etag, byte[] body, @Nullable IOException failure) {
    public static final int NONE = 0;
    private static final int NOT_MODIFIED = 304;
    private static final int TOO_MANY_REQUESTS = 429;

    static Response none(IOException failure) {
        return new Response(NONE, "", new byte[0], failure);
    }

    /** 304 is the successful response to a conditional read. */
    public boolean isSuccess() {
        return status / 100 == 2 || status == NOT_MODIFIED;
    }

    /**
     * Whether it is unknown what came of the request, which may be sent again with the same idempotency key. A Traefik that
     * starts responds with 404 until it has read its files; a service's refusal is a problem in JSON.
     */
    public boolean isRetryable() {
        return status == NONE
                || status >= 500
                || status == TOO_MANY_REQUESTS
                || (status >= 400 && !text().startsWith("{"));
    }

    /** {@code 200}, or why there is no status: {@code timeout} or {@code broken}. */
    public String outcome() {
        if (status != NONE) {
            return String.valueOf(status);
        }
        return failure instanceof SocketTimeoutException || failure instanceof HttpTimeoutException
                ? "timeout"
                : "broken";
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** An empty object when the body is empty. */
    public JsonNode json() {
        return body.length == 0 ? ApiClient.JSON.createObjectNode() : ApiClient.JSON.readTree(body);
    }

    /** @throws IllegalStateException with status and body, when it is no success */
    public Response orThrow() {
        if (!isSuccess()) {
            throw new IllegalStateException(outcome() + " " + text(), failure);
        }
        return this;
    }
}
