package dev.comptoir.platform.cache;

import dev.comptoir.platform.sql.Transaction;
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

    private record Computed(String version, Map<String, String> digests) {}

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
        String version = transaction
                .query(VERSION)
                .bindArray("tags", String.class, tags)
                .mapTo(String.class)
                .one();
        Computed known = computed;
        if (known != null && known.version.equals(version)) {
            return known.digests;
        }
        Map<String, String> digests = new HashMap<>();
        queries.forEach((name, query) ->
                digests.put(name, transaction.query(query).mapTo(String.class).one()));
        // A change that is rolled back leaves no version behind, so its digests must not be kept.
        transaction.afterCommit(() -> computed = new Computed(version, Map.copyOf(digests)));
        return digests;
    }
}
