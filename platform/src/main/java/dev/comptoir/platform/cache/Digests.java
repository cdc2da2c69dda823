package dev.comptoir.platform.cache;

import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Digests of what a service replicates or holds a copy of: equal contents have equal digests, in every database and whatever
 * the order of their rows. They are computed again only when a cache tag of their tables has changed.
 */
public final class Digests {
    /** The count of the rows, and the sum of the first 64 bits of each row's SHA-256. */
    private static final String OF_ROWS = """
            SELECT count(*) || ' ' || coalesce(sum(('x' || encode(substring(sha256(convert_to(member::text, 'UTF8'))
                                                               FROM 1 FOR 8), 'hex'))::bit(64)::bigint), 0)
            FROM (%s) AS hashed (member)
            """;

    private static final String VERSION = """
            SELECT concat_ws(' ', pg_postmaster_start_time(), 'topic_change'::regclass::oid,
                             (SELECT oid FROM pg_database WHERE datname = current_database()),
                             (SELECT sum(changes) FROM topic_change WHERE topic = ANY(:tags)))
            """;

    /** A computation that took longer is followed by a pause. */
    private static final Duration PAUSE_AFTER = Duration.ofMillis(100);

    /** A pause of this many times the last computation: the digests of many rows take at most a twentieth of the time. */
    private static final int PAUSE_TIMES = 20;

    private final List<String> tags;
    private final Map<String, String> queries;
    private volatile @Nullable Computed computed;

    /**
     * @param tags of all tables that the queries read
     * @param queries by the name of the digest; each returns one text
     */
    public Digests(List<String> tags, Map<String, String> queries) {
        this.tags = List.copyOf(tags);
        this.queries = Map.copyOf(queries);
    }

    /** @param pauseEnd of {@link System#nanoTime} */
    private record Computed(String version, Map<String, String> digests, long pauseEnd) {}

    /**
     * A query for the digest of rows.
     *
     * @param rows a query with one column of the type jsonb, whose text is the same in every database
     */
    public static String ofRows(String rows) {
        return OF_ROWS.formatted(rows);
    }

    /** The digests by name, which include the changes of this transaction. */
    public Map<String, String> read(Transaction transaction) {
        String version = version(transaction);
        Computed known = computed;
        return known != null && known.version.equals(version) ? known.digests : compute(transaction, version);
    }

    /** The same, or none when they have changed so soon that computing them again would take too much of the time. */
    public Map<String, String> readAfterPause(Transaction transaction) {
        String version = version(transaction);
        Computed known = computed;
        if (known != null && known.version.equals(version)) {
            return known.digests;
        }
        return known != null && System.nanoTime() - known.pauseEnd < 0 ? Map.of() : compute(transaction, version);
    }

    private String version(Transaction transaction) {
        return transaction
                .query(VERSION)
                .bindArray("tags", String.class, tags)
                .mapTo(String.class)
                .one();
    }

    private Map<String, String> compute(Transaction transaction, String version) {
        long start = System.nanoTime();
        Map<String, String> digests = new HashMap<>();
        queries.forEach((name, query) ->
                digests.put(name, transaction.query(query).mapTo(String.class).one()));
        // A change that is rolled back leaves no version behind, so its digests must not be kept.
        long taken = System.nanoTime() - start;
        long pauseEnd = System.nanoTime() + (taken > PAUSE_AFTER.toNanos() ? PAUSE_TIMES * taken : 0);
        transaction.afterCommit(() -> computed = new Computed(version, Map.copyOf(digests), pauseEnd));
        return digests;
    }
}
