package dev.comptoir.platform.cache;

import dev.comptoir.platform.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads how often each cache tag of a service's data has changed. One statement reads all versions; one such statement runs
 * at a time, shared by all callers. The table {@code topic_change} holds the tags' change counters: instances of earlier
 * versions use it under this name.
 */
public final class TagVersions {
    /** From the start of one statement to the start of the next. A shorter interval would load the database more than it saves. */
    private static final Duration INTERVAL = Duration.ofMillis(1);

    /** Tags per service; the statement also returns one row for the server. */
    private static final int TAG_LIMIT = 100_000;

    private static final String SERVER = """
            SELECT NULL AS topic, (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS version,
                   'topic_change'::regclass::oid::bigint AS incarnation
            UNION ALL SELECT topic, sum(changes)::bigint, 0 FROM topic_change GROUP BY topic
            """;

    private final Database database;
    private final String statement;
    private final SingleFlight<Boolean, VersionSnapshot> reads = new SingleFlight<>(INTERVAL);
    private final AtomicLong statements = new AtomicLong();
    private volatile @Nullable VersionSnapshot newest;

    private TagVersions(Database database, String statement) {
        this.database = database;
        this.statement = statement;
    }

    /** The tags whose changes triggers count. */
    public static TagVersions of(Database database) {
        return new TagVersions(database, SERVER + "LIMIT " + TAG_LIMIT);
    }

    /**
     * The same, and tags that are counted by rows of the service itself.
     *
     * @param counts a query: {@code SELECT tag, version FROM ...}; a version only grows
     */
    public static TagVersions of(Database database, String counts) {
        return new TagVersions(
                database,
                SERVER + "UNION ALL SELECT topic, version, 0 FROM (" + counts + ") AS more (topic, version) LIMIT "
                        + TAG_LIMIT);
    }

    /**
     * The versions at a moment after this call: all changes that were committed before it are counted.
     *
     * @throws IllegalStateException when the database fails
     */
    VersionSnapshot now() {
        return reads.get(earlier -> false, () -> true, started -> read());
    }

    /** The versions that were read last, but never older than {@code seen}. */
    VersionSnapshot newest(VersionSnapshot seen) {
        VersionSnapshot read = newest;
        return read == null ? seen : read;
    }

    /** How many statements have been sent. */
    public long statements() {
        return statements.get();
    }

    private VersionSnapshot read() {
        statements.incrementAndGet();
        try (Connection connection = database.connection();
                PreparedStatement sql = connection.prepareStatement(statement);
                ResultSet row = sql.executeQuery()) {
            List<Long> server = List.of();
            Map<String, Long> byTag = new HashMap<>();
            while (row.next()) {
                String tag = row.getString(1);
                if (tag == null) {
                    server = List.of(row.getLong(2), row.getLong(3));
                } else {
                    byTag.put(tag, row.getLong(2));
                }
            }
            VersionSnapshot snapshot = new VersionSnapshot(server, byTag);
            newest = snapshot;
            return snapshot;
        } catch (SQLException failure) {
            throw new IllegalStateException("the versions of the tags cannot be read", failure);
        }
    }
}
