package dev.comptoir.platform.http;

import dev.comptoir.platform.cache.AnswerCache;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers reads from memory, as bytes that are ready to be sent, for callers whom the endpoint has admitted. */
final class KeptAnswers {
    /** Hours and days begin at quarters of UTC's hours in every time zone. */
    private static final long QUARTER_SECONDS = 15 * 60;

    private final AnswerCache<Answer> cache;

    KeptAnswers(AnswerCache<Answer> cache) {
        this.cache = cache;
    }

    /** How many bytes an answer takes; refusals are not kept. */
    static OptionalInt weight(Answer answer) {
        return answer.body() instanceof Ready ready ? OptionalInt.of(ready.weight()) : OptionalInt.empty();
    }

    Answer answer(Endpoint endpoint, Basis basis, Endpoint.Work work, Request request) {
        Request narrowed = request.knowingOnly(basis.attributes());
        List<String> topics = basis.topics().apply(narrowed);
        Answer whole = cache.get(endpoint.path(), key(basis, narrowed), topics, () -> ready(work.answer(narrowed)));
        return whole.body() instanceof Ready ready && ready.isKnownTo(request.header("If-None-Match"))
                ? new Answer(304, null, whole.headers())
                        .header("ETag", ready.tag(ready.isCompressedFor(request.header("Accept-Encoding"))))
                : whole;
    }

    /** No part holds a line feed: the first two are a request line's, the others of a token's own making. */
    private static String key(Basis basis, Request narrowed) {
        return narrowed.target()
                + '\n'
                + quarter(basis.clock())
                + '\n'
                + new TreeMap<>(narrowed.caller().attributes());
    }

    private static long quarter(@Nullable Clock clock) {
        return clock == null ? 0 : clock.instant().getEpochSecond() / QUARTER_SECONDS;
    }

    private static Answer ready(Answer answer) {
        Object body = answer.body();
        if (answer.status() != 200 || body == null) {
            return answer;
        }
        Ready ready = body instanceof Csv csv
                ? new Ready(Csv.CONTENT_TYPE, csv.bytes())
                : new Ready("application/json", Json.bytes(body));
        return new Answer(200, ready, answer.headers())
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept-Encoding");
    }
}
