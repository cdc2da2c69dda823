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
 * Makes retries of a write safe: the first response is stored under the client's key, in the transaction of the write, and
 * returned to every retry. (Its table is named {@code idempotent_answer}, because instances of earlier versions use it.)
 */
public final class Idempotency {
    private Idempotency() {}

    /**
     * Runs the work unless the key was used before. A problem rolls everything back and is not stored, so that the client can
     * retry with the same key.
     *
     * @param scope of the key; the same key in another scope is another key
     * @param request another request under the same key is refused
     */
    public static Response once(
            Transaction transaction, String scope, String key, Object request, Supplier<Response> work) {
        byte[] fingerprint = fingerprint(request);
        serialize(transaction, scope, key);
        Optional<Stored> earlier = find(transaction, scope, key);
        if (earlier.isPresent()) {
            return earlier.get().replay(fingerprint);
        }
        Response response = work.get();
        if (response.isProblem()) {
            return transaction.refuse(response);
        }
        store(transaction, scope, key, fingerprint, response);
        return response;
    }

    /** SHA-256 of the canonical JSON of a request: the same in every instance. */
    public static byte[] fingerprint(Object request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Json.canonicalBytes(request));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java platform lacks SHA-256", missing);
        }
    }

    /** Concurrent requests with one key run one after the other. */
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
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "another request needs a new key; nothing was changed");
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

    private static void store(
            Transaction transaction, String scope, String key, byte[] fingerprint, Response response) {
        transaction
                .update("""
                        INSERT INTO idempotent_answer (scope, key, fingerprint, status, location, body)
                        VALUES (:scope, :key, :fingerprint, :status, :location, :body)
                        """)
                .bind("scope", scope)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("status", response.status())
                .bind("location", response.headers().get("Location"))
                .bind(
                        "body",
                        response.body() == null
                                ? null
                                : new String(Json.bytes(response.body()), StandardCharsets.UTF_8))
                .execute();
    }
}
