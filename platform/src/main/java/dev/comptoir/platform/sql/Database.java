package dev.comptoir.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.telemetry.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * A service's PostgreSQL database behind a bounded pool, at the schema that the service was built for. Its failures tell no
 * values: they are logged, and passwords' hashes are values.
 */
public final class Database implements AutoCloseable {
    /** How long a caller waits for a connection before it is told that the service is overloaded. */
    private static final long CONNECTION_TIMEOUT_MILLISECONDS = 3_000;

    /** How long a start waits for a server that is not up yet. */
    private static final long START_TIMEOUT_MILLISECONDS = 30_000;

    /** No statement of ours is worth more; the server ends it. */
    private static final String STATEMENT_TIMEOUT = "15s";

    private static final String PLATFORM_MIGRATIONS = "classpath:dev/comptoir/platform/migrations";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /**
     * Opens the pool and brings the schema up to date; instances that start at once wait for each other.
     *
     * @param migrations where the service's own migrations stand: {@code classpath:dev/comptoir/store/migrations}
     */
    public static Database open(DatabaseSettings settings, String migrations) {
        return open(settings, migrations, Metrics.none());
    }

    /** The same, with metrics of its pool. */
    public static Database open(DatabaseSettings settings, String migrations, Metrics metrics) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.pool());
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLISECONDS);
        config.setInitializationFailTimeout(START_TIMEOUT_MILLISECONDS);
        config.setPoolName("comptoir");
        if (metrics.areOn()) {
            config.setMetricsTrackerFactory((name, stats) -> new PoolMetrics(metrics));
        }
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("options", "-c statement_timeout=" + STATEMENT_TIMEOUT);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            PoolMetrics.bindTo(metrics, pool.getHikariPoolMXBean(), settings.pool());
            migrate(pool, PLATFORM_MIGRATIONS, "platform_schema_history");
            migrate(pool, migrations, "schema_history");
            return new Database(pool);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    /** Runs reads on one connection, each statement on its own. */
    public <T extends @Nullable Object> T read(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        }
    }

    /** Runs work in one transaction: committed when it returns, rolled back when it refuses or throws. */
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        T result;
        Transaction transaction;
        try (Handle handle = jdbi.open()) {
            transaction = new Transaction(handle);
            handle.begin();
            try {
                result = work.apply(transaction);
                if (transaction.isRefused()) {
                    handle.rollback();
                    return result;
                }
                handle.commit();
            } catch (RuntimeException | Error failure) {
                rollBack(handle, failure);
                throw failure;
            }
        }
        transaction.runAfterCommit();
        return result;
    }

    /** Where the connection is broken there is nothing to roll back, and the first failure is the one to tell. */
    private static void rollBack(Handle handle, Throwable failure) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException broken) {
            failure.addSuppressed(broken);
        }
    }

    /** For a measured hot path that speaks JDBC itself; the caller closes the connection, which goes back to the pool. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Whether the server answers a trivial question in time. */
    public boolean answers() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void migrate(DataSource pool, String location, String history) {
        Flyway.configure()
                .dataSource(pool)
                .locations(location)
                .table(history)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
