package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.comptoir.platform.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A broken connection is a temporary failure, which callers may retry. */
class BrokenConnectionTest {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(
                TestPostgres.newDatabase("broken").settings(), "classpath:dev/comptoir/platform/testmigrations");
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
}
