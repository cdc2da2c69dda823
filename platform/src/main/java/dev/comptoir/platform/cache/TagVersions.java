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
 * Tells how often each tag of a service's data has changed. One statement tells all of it, and one such statement is on
 * its way at a time, shared by all who ask.
 */
public final class TagVersions {
    /** From the beginning of one statement to that of the next. Less time would cost more of the database than it saves. */
    private static final Duration PACE = Duration.ofMillis(1);

    private static final String SERVER = """
            SELECT NULL AS topic, (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS version,
                   'topic_change'::regclass::oid::bigint AS incarnation
            UNION ALL SELECT topic, sum(changes)::bigint, 0 FROM topic_change GROUP BY topic
            """;

    private final Database database;
    private final String statement;
    private final SingleFlight<Boolean, VersionSnapshot> asking = new SingleFlight<>(PACE);
    private final AtomicLong statements = new AtomicLong();
    private volatile @Nullable VersionSnapshot newest;

    private TagVersions(Database database, String statement) {
        this.database = database;
        this.statement = statement;
    }

    /** The tags that triggers count in the table {@code topic_change}. */
    public static TagVersions of(Database database) {
        return new TagVersions(database, SERVER + "LIMIT 100000");
    }

    /**
     * Those, and others for which rows that are written anyway have a count.
     *
     * @param counts in SQL: {@code SELECT topic, version FROM ...}; a version only grows
     */
    public static TagVersions of(Database database, String counts) {
        return new TagVersions(
                database,
                SERVER + "UNION ALL SELECT topic, version, 0 FROM (" + counts
                        + ") AS more (topic, version) LIMIT 100000");
    }

    /**
     * The versions at a moment after this call: every change that was committed before it is counted.
     *
     * @throws IllegalStateException when the database fails
     */
    VersionSnapshot now() {
        return asking.get(earlier -> false, () -> true, begun -> ask());
    }

    /** The versions as they were told last: at most as old as {@code seen}, which was told too. */
    VersionSnapshot newest(VersionSnapshot seen) {
        VersionSnapshot told = newest;
        return told == null ? seen : told;
    }

    /** How many statements were sent until now. */
    public long statements() {
        return statements.get();
    }

    private VersionSnapshot ask() {
        statements.incrementAndGet();
        try (Connection connection = database.connection();
                PreparedStatement sql = connection.prepareStatement(statement);
                ResultSet row = sql.executeQuery()) {
            List<Long> server = List.of();
            Map<String, Long> byTopic = new HashMap<>();
            while (row.next()) {
                String tag = row.getString(1);
                if (tag == null) {
                    server = List.of(row.getLong(2), row.getLong(3));
                } else {
                    byTopic.put(tag, row.getLong(2));
                }
            }
            VersionSnapshot told = new VersionSnapshot(server, byTopic);
            newest = told;
            return told;
        } catch (SQLException failure) {
            throw new IllegalStateException("the versions of the tags cannot be read", failure);
        }
    }
}
