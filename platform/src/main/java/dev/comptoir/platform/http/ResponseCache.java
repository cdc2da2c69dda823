package dev.comptoir.platform.http;

import dev.comptoir.platform.cache.VersionedCache;
import dev.comptoir.platform.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers reads from memory, as bytes that are ready to be sent, for callers whom the endpoint has admitted. */
final class ResponseCache {
    /** Hours and days begin at quarters of UTC's hours in every time zone. */
    private static final long QUARTER_SECONDS = 15 * 60;

    private final VersionedCache<Response> cache;

    ResponseCache(VersionedCache<Response> cache) {
        this.cache = cache;
    }

    /** How many bytes an answer takes; refusals are not kept. */
    static OptionalInt weight(Response answer) {
        return answer.body() instanceof EncodedBody ready ? OptionalInt.of(ready.weight()) : OptionalInt.empty();
    }

    Response answer(Endpoint endpoint, CachePolicy policy, Endpoint.Work work, Request request) {
        Request narrowed = request.knowingOnly(policy.attributes());
        List<String> tags = policy.tags().apply(narrowed);
        Response whole = cache.get(endpoint.path(), key(policy, narrowed), tags, () -> ready(work.answer(narrowed)));
        return whole.body() instanceof EncodedBody ready && ready.isKnownTo(request.header("If-None-Match"))
                ? new Response(304, null, whole.headers())
                        .header("ETag", ready.tag(ready.isCompressedFor(request.header("Accept-Encoding"))))
                : whole;
    }

    /** No part holds a line feed: the first two are a request line's, the others of a token's own making. */
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

    private static Response ready(Response answer) {
        Object body = answer.body();
        if (answer.status() != 200 || body == null) {
            return answer;
        }
        EncodedBody ready = body instanceof Csv csv
                ? new EncodedBody(Csv.CONTENT_TYPE, csv.bytes())
                : new EncodedBody("application/json", Json.bytes(body));
        return new Response(200, ready, answer.headers())
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept-Encoding");
    }
}
