package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

/** A broken connection is a temporary failure, which callers may retry; the server ends its statement. */
class BrokenConnectionTest {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(
                TestPostgres.newDatabase("broken", "classpath:dev/comptoir/platform/testmigrations")
                        .settings(),
                "classpath:dev/comptoir/platform/testmigrations");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Terminates the connection as a server shutdown does. */
    private static void breakConnection(Transaction transaction) {
        int server = transaction
                .query("SELECT pg_backend_pid()")
                .mapTo(Integer.class)
                .one();
        boolean broken = database.read(handle -> handle.createQuery("SELECT pg_terminate_backend(:server, 5000)")
                .bind("server", server)
                .mapTo(Boolean.class)
                .one());
        assertThat(broken).isTrue();
    }

    @Test
    void aStatementOnABrokenConnectionMayBeRetried() {
        Throwable failure = catchThrowable(() -> database.write(transaction -> {
            breakConnection(transaction);
            return transaction.sql().execute("SELECT 1");
        }));
        assertThat(SqlFailures.isTransient(failure)).isTrue();
    }

    @Test
    void aTransactionWhoseConnectionBreaksBeforeItsEndMayBeRetried() {
        Throwable failure = catchThrowable(() -> database.write(transaction -> {
            breakConnection(transaction);
            return "done";
        }));
        assertThat(SqlFailures.isTransient(failure)).isTrue();
    }

    /** The server sees a killed process like this one: its connection is closed while a statement runs. */
    @Test
    void aStatementEndsSoonAfterItsProcessIsGone() throws Exception {
        try (Connection connection = database.connection();
                ExecutorService process = Executors.newVirtualThreadPerTaskExecutor()) {
            PGConnection server = connection.unwrap(PGConnection.class);
            Future<?> statement =
                    process.submit(() -> connection.createStatement().execute("SELECT pg_sleep(60)"));
            await().until(() -> isRunning(server.getBackendPID()));
            connection.unwrap(PgConnection.class).abort(Runnable::run);
            assertThat(statement).failsWithin(Duration.ofSeconds(5));
            await().atMost(Duration.ofSeconds(5)).until(() -> !isRunning(server.getBackendPID()));
        }
    }

    /** As after a failure of the network, which reports no end of the connection. The time limit of a statement is 15 s. */
    @Test
    void aConnectionWithoutResponseIsGivenUpSoonAfterTheTimeLimitOfAStatement() throws SQLException {
        try (Connection connection = database.connection()) {
            assertThat(Duration.ofMillis(connection.getNetworkTimeout()))
                    .isBetween(Duration.ofSeconds(16), Duration.ofSeconds(20));
        }
    }

    private static boolean isRunning(int server) {
        return database.read(sql ->
                sql.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_stat_activity
                                       WHERE pid = :server AND query = 'SELECT pg_sleep(60)' AND state = 'active')
                        """).bind("server", server).mapTo(Boolean.class).one());
    }
}
