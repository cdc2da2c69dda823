package dev.comptoir.platform.http;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes a write happen once however often it is sent: the first answer is stored under the client's key, in the
 * transaction of the write, and given again to every replay.
 */
public final class Idempotency {
    private Idempotency() {}

    /**
     * Does the work unless the key was used before. A problem rolls everything back and is not remembered, so that the
     * client may try again with the same key.
     *
     * @param scope whose key it is; the same key in another scope is another key
     * @param request what the fingerprint is made of: another request under the same key is refused
     */
    public static Response once(
            Transaction transaction, String scope, String key, Object request, Supplier<Response> work) {
        byte[] fingerprint = fingerprint(request);
        serialize(transaction, scope, key);
        Optional<Stored> earlier = find(transaction, scope, key);
        if (earlier.isPresent()) {
            return earlier.get().replay(fingerprint);
        }
        Response answer = work.get();
        if (answer.isProblem()) {
            return transaction.refuse(answer);
        }
        store(transaction, scope, key, fingerprint, answer);
        return answer;
    }

    /** SHA-256 over the JSON of a request; every instance of a service comes to the same one. */
    public static byte[] fingerprint(Object request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Json.canonicalBytes(request));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Sends of one key wait for each other. */
    private static void serialize(Transaction transaction, String scope, String key) {
        transaction
                .query("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))::text")
                .bind("name", scope + ' ' + key)
                .mapTo(String.class)
                .one();
    }

    private record Stored(
            byte[] fingerprint,
            int status,
            @Nullable String location,
            @Nullable String body) {
        Response replay(byte[] sent) {
            if (!Arrays.equals(fingerprint, sent)) {
                return Response.problem(
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "make a new key for another request; nothing was changed");
            }
            return new Response(
                    status,
                    body == null ? null : Json.read(body, JsonNode.class),
                    location == null ? Map.of() : Map.of("Location", location));
        }
    }

    private static Optional<Stored> find(Transaction transaction, String scope, String key) {
        return transaction
                .query("""
                        SELECT fingerprint, status, location, body FROM idempotent_answer
                        WHERE scope = :scope AND key = :key
                        """)
                .bind("scope", scope)
                .bind("key", key)
                .map((row, context) -> new Stored(
                        row.getBytes("fingerprint"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("body")))
                .findOne();
    }

    private static void store(Transaction transaction, String scope, String key, byte[] fingerprint, Response answer) {
        transaction
                .update("""
                        INSERT INTO idempotent_answer (scope, key, fingerprint, status, location, body)
                        VALUES (:scope, :key, :fingerprint, :status, :location, :body)
                        """)
                .bind("scope", scope)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("status", answer.status())
                .bind("location", answer.headers().get("Location"))
                .bind(
                        "body",
                        answer.body() == null ? null : new String(Json.bytes(answer.body()), StandardCharsets.UTF_8))
                .execute();
    }
}
