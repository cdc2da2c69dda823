package dev.comptoir.platform.sql;

import dev.comptoir.platform.settings.DatabaseSettings;
import java.time.Duration;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates a schema while instances of the earlier version use it. A migration waits for the lock of a table only briefly,
 * because requests queue behind it, and then gives way: each file is one transaction, which is repeated as a whole. The wait is
 * shorter than the time after which PostgreSQL looks for deadlocks (1 s), so that no request is ended in favour of a migration.
 */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final String LOCK_TIMEOUT = "700ms";
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** How long a migration is repeated. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Migration() {}

    /**
     * Brings the schema to the newest version; instances that start at the same time wait for each other.
     *
     * @param statementTimeout the server cancels longer statements
     * @param history the table with the versions that the schema has had
     */
    static void run(DatabaseSettings settings, String statementTimeout, String location, String history) {
        Flyway flyway = Flyway.configure()
                .dataSource(connections(settings, statementTimeout))
                .locations(location)
                .table(history)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        Instant limit = Instant.now().plus(LIMIT);
        while (isRepeated(flyway, limit)) {
            pause();
        }
    }

    /** Whether the migration met a lock and must be repeated. */
    private static boolean isRepeated(Flyway flyway, Instant limit) {
        try {
            flyway.migrate();
            return false;
        } catch (FlywayException failure) {
            if (!SqlFailures.isLockConflict(failure) || Instant.now().isAfter(limit)) {
                throw failure;
            }
            LOG.info("a migration gave way to the requests that use its tables, and is repeated");
            return true;
        }
    }

    private static PGSimpleDataSource connections(DatabaseSettings settings, String statementTimeout) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(settings.url());
        connections.setUser(settings.user());
        connections.setPassword(settings.password());
        connections.setOptions("-c statement_timeout=" + statementTimeout + " -c lock_timeout=" + LOCK_TIMEOUT);
        return connections;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start was interrupted", stopped);
        }
    }
}
