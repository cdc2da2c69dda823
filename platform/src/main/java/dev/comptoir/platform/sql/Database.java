package dev.comptoir.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.telemetry.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's PostgreSQL database behind a bounded pool, with the schema that the service was built for. Its exceptions contain
 * no bound values: exceptions are logged, and password hashes are bound.
 */
public final class Database implements AutoCloseable {
    /** The run of the database server, and the database in it, as an SQL expression: a restored copy has another one. */
    public static final String SERVER = """
            (SELECT extract(epoch FROM pg_postmaster_start_time()) || ' ' || oid FROM pg_database
             WHERE datname = current_database())""";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** How long a caller waits for a connection before the service counts as overloaded. */
    private static final long CONNECTION_TIMEOUT_MILLISECONDS = 3_000;

    /** How long a start waits for a server that is not up yet. */
    private static final long START_TIMEOUT_MILLISECONDS = 30_000;

    /** The server cancels longer statements. */
    private static final String STATEMENT_TIMEOUT = "15s";

    /**
     * A connection whose server does not respond for so long is given up: longer than a statement may take. Without this limit,
     * a failure of the network would keep a statement, and the sales that wait for its batch, until TCP gives up after minutes.
     */
    private static final String RESPONSE_LIMIT_SECONDS = "20";

    /** How often the server checks, during a statement, whether this process still holds the connection. */
    private static final String CONNECTION_CHECK_INTERVAL = "1s";

    private static final String PLATFORM_MIGRATIONS = "classpath:dev/comptoir/platform/migrations";

    private final HikariDataSource pool;
    private final ReachabilityCheck reachability;
    private final Jdbi jdbi;
    private final Jdbi readOnly;

    private Database(HikariDataSource pool, ReachabilityCheck reachability, List<ColumnType<?>> types) {
        this.pool = pool;
        this.reachability = reachability;
        this.jdbi = jdbi(pool, types);
        this.readOnly = jdbi(pool, types);
        readOnly.setSqlParser(new ReadOnlySqlParser());
    }

    /** Work with a connection. */
    @FunctionalInterface
    public interface JdbcWork<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private static Jdbi jdbi(DataSource pool, List<ColumnType<?>> types) {
        Jdbi jdbi = Jdbi.create(pool);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        types.forEach(type -> type.registerWith(jdbi));
        return jdbi;
    }

    /** Opens the database without metrics. */
    public static Database open(DatabaseSettings settings, String migrations, ColumnType<?>... types) {
        return open(settings, migrations, Metrics.none(), types);
    }

    /**
     * Opens the pool and migrates the schema; instances that start at the same time wait for each other.
     *
     * @param migrations the folder of the service's own migrations: {@code classpath:dev/comptoir/store/migrations}
     * @param metrics where the pool is measured
     * @param types of the service, that it binds and reads like JDBC's own
     */
    public static Database open(DatabaseSettings settings, String migrations, Metrics metrics, ColumnType<?>... types) {
        HikariDataSource pool = new HikariDataSource(poolOf(settings, metrics));
        try {
            PoolMetrics.bindTo(metrics, pool.getHikariPoolMXBean(), settings.pool());
            Migration.run(settings, STATEMENT_TIMEOUT, PLATFORM_MIGRATIONS, "platform_schema_history");
            Migration.run(settings, STATEMENT_TIMEOUT, migrations, "schema_history");
            return new Database(pool, new ReachabilityCheck(settings), List.of(types));
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static HikariConfig poolOf(DatabaseSettings settings, Metrics metrics) {
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
        config.addDataSourceProperty("socketTimeout", RESPONSE_LIMIT_SECONDS);
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=" + STATEMENT_TIMEOUT + " -c client_connection_check_interval="
                        + CONNECTION_CHECK_INTERVAL);
        return config;
    }

    /**
     * Runs queries on one connection, each in a transaction of its own. A {@link Cancellation} ends them.
     *
     * @throws IllegalArgumentException when a statement writes
     */
    public <T extends @Nullable Object> T read(Function<Handle, T> queries) {
        try (Handle handle = readOnly.open()) {
            return Cancellation.during(() -> cancel(handle), () -> queries.apply(handle));
        }
    }

    private static void cancel(Handle handle) {
        try {
            handle.getConnection().unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException failure) {
            LOG.warn("a statement could not be cancelled: {}", failure.toString());
        }
    }

    /**
     * Runs queries that all see the database at the same moment; PostgreSQL refuses to write here. A {@link Cancellation} ends
     * them.
     */
    public <T extends @Nullable Object> T snapshot(Function<Handle, T> queries) {
        return write(transaction -> {
            transaction.sql().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return Cancellation.during(() -> cancel(transaction.sql()), () -> queries.apply(transaction.sql()));
        });
    }

    /** Runs statements that may write; each is a transaction of its own, and costs one round trip. */
    public <T extends @Nullable Object> T statement(Function<Handle, T> statement) {
        try (Handle handle = jdbi.open()) {
            return statement.apply(handle);
        }
    }

    /**
     * Runs one statement of a hot path on plain JDBC, as a transaction of its own: Jdbi takes as long to bind thirty arrays as
     * PostgreSQL takes to read what they order.
     *
     * @throws IllegalStateException when the database fails; {@link SqlFailures} classifies its cause
     */
    public <T extends @Nullable Object> T jdbc(JdbcWork<T> statement) {
        try (Connection connection = pool.getConnection()) {
            return statement.on(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("a statement failed", failure);
        }
    }

    /** Runs statements in one transaction: committed when the work returns, rolled back when it refuses or throws. */
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

    /** A broken connection cannot roll back; the first failure is the one to throw. */
    private static void rollBack(Handle handle, Throwable failure) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException broken) {
            failure.addSuppressed(broken);
        }
    }

    /** A connection of the pool, for plain JDBC; closing it returns it. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Whether the server responds within about a second; also while all connections of the pool are in use. */
    public boolean isReachable() {
        return reachability.isReachable();
    }

    @Override
    public void close() {
        Closing.inOrder(reachability, pool);
    }
}
