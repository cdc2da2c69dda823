package dev.comptoir.platform.http;

import dev.comptoir.platform.cache.VersionedCache;
import dev.comptoir.platform.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Returns cached responses, already encoded, to callers that the endpoint has admitted. */
final class ResponseCache {
    /** In every time zone, hours and days begin at a quarter of an hour in UTC. */
    private static final long QUARTER_SECONDS = 15 * 60;

    private final VersionedCache<Response> cache;

    ResponseCache(VersionedCache<Response> cache) {
        this.cache = cache;
    }

    /** The size of a response in bytes; empty for a problem, which is not cached. */
    static OptionalInt weight(Response response) {
        return response.body() instanceof EncodedBody encoded ? OptionalInt.of(encoded.weight()) : OptionalInt.empty();
    }

    Response handle(Endpoint endpoint, CachePolicy policy, Endpoint.Handler handler, Request request) {
        Request narrowed = request.withOnlyClaims(policy.claims());
        List<String> tags = policy.tags().apply(narrowed);
        Response whole =
                cache.get(endpoint.path(), key(policy, narrowed), tags, () -> encode(handler.handle(narrowed)));
        return whole.body() instanceof EncodedBody encoded && encoded.matches(request.header("If-None-Match"))
                ? new Response(304, null, whole.headers())
                        .header("ETag", encoded.tag(encoded.isCompressedFor(request.header("Accept-Encoding"))))
                : whole;
    }

    /** No part contains a line feed: the target is from the request line, the claims are from a token of this service. */
    private static String key(CachePolicy policy, Request narrowed) {
        return narrowed.target()
                + '\n'
                + quarter(policy.clock())
                + '\n'
                + new TreeMap<>(narrowed.caller().attributes());
    }

    private static long quarter(@Nullable Clock clock) {
        return clock == null ? 0 : clock.instant().getEpochSecond() / QUARTER_SECONDS;
    }

    private static Response encode(Response response) {
        Object body = response.body();
        if (response.status() != 200 || body == null) {
            return response;
        }
        EncodedBody encoded = body instanceof FileBody file
                ? new EncodedBody(file.contentType(), file.bytes())
                : new EncodedBody("application/json", Json.bytes(body));
        return new Response(200, encoded, response.headers())
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept-Encoding");
    }
}
