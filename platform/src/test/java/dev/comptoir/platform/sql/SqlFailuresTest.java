package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the data causes is final; what the state of the database causes may end. The failures are PostgreSQL's own. */
class SqlFailuresTest {
    private static DatabaseSettings settings;
    private static Database database;

    @BeforeAll
    static void open() {
        settings = TestPostgres.newDatabase("failures", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        database.statement(
                sql -> sql.execute(
                        "CREATE TABLE ware (id bigint PRIMARY KEY, units integer NOT NULL CHECK (units > 0), note varchar(3))"));
        database.statement(sql -> sql.execute("INSERT INTO ware VALUES (1, 5, 'a')"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Throwable failureOf(String preparation, String statement) {
        return catchThrowable(() -> database.write(transaction -> {
            if (preparation != null) {
                transaction.sql().execute(preparation);
            }
            return transaction.sql().execute(statement);
        }));
    }

    private static String state(Throwable failure) {
        return failure instanceof SQLException sql ? sql.getSQLState() : state(failure.getCause());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    25006 | SET TRANSACTION READ ONLY         | UPDATE ware SET units = 6
                    42501 | SET LOCAL ROLE pg_checkpoint      | SELECT id FROM ware
                    42P01 |                                   | SELECT id FROM nothing
                    42703 |                                   | SELECT missing FROM ware
                    42883 |                                   | SELECT missing(id) FROM ware
                    53400 | SET LOCAL temp_file_limit = '1kB' | SELECT * FROM generate_series(1, 1000000) AS n ORDER BY n DESC
                    57014 | SET LOCAL statement_timeout = 1   | SELECT pg_sleep(1)
                    57P01 |                                   | SELECT pg_terminate_backend(pg_backend_pid())
                    58P01 |                                   | SELECT pg_read_file('nothing')
                    """)
    void whatTheStateOfTheDatabaseCausesIsTriedLater(String state, String preparation, String statement) {
        Throwable failure = failureOf(preparation, statement);
        assertThat(state(failure)).isEqualTo(state);
        assertThat(SqlFailures.isLater(failure)).isTrue();
    }

    private static void connectTo(String name) throws SQLException {
        String url = settings.url().replaceFirst("/[^/?]+\\?", "/" + name + "?");
        DriverManager.getConnection(url, settings.user(), settings.password()).close();
    }

    @Test
    void aMissingDatabaseIsTriedLater() {
        Throwable failure = catchThrowable(() -> connectTo("no_such_database"));
        assertThat(state(failure)).isEqualTo("3D000");
        assertThat(SqlFailures.isLater(failure)).isTrue();
    }

    @Test
    void aServerThatDoesNotListenIsTriedLater() {
        Throwable failure =
                catchThrowable(() -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none")
                        .close());
        assertThat(state(failure)).startsWith("08");
        assertThat(SqlFailures.isLater(failure)).isTrue();
    }

    @Test
    void aLockedTableAndAConflictAreTriedLater() {
        database.write(holder -> {
            holder.sql().execute("LOCK TABLE ware");
            Throwable locked = failureOf("SET LOCAL lock_timeout = 1", "UPDATE ware SET units = 6");
            assertThat(state(locked)).isEqualTo("55P03");
            assertThat(SqlFailures.isLater(locked)).isTrue();
            return null;
        });
        Throwable conflict = catchThrowable(() -> database.write(transaction -> {
            transaction.sql().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            transaction.sql().execute("SELECT id FROM ware");
            database.statement(other -> other.execute("UPDATE ware SET units = units + 1"));
            return transaction.sql().execute("UPDATE ware SET units = units + 1");
        }));
        assertThat(state(conflict)).isEqualTo("40001");
        assertThat(SqlFailures.isLater(conflict)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    22001 | UPDATE ware SET note = 'long'
                    22003 | UPDATE ware SET units = 3000000000
                    22P02 | SELECT 'x'::integer
                    22P05 | SELECT cast('{"a": "\\u0000"}' AS jsonb) ->> 'a'
                    23502 | UPDATE ware SET units = null
                    23505 | INSERT INTO ware VALUES (1, 1, 'b')
                    23514 | UPDATE ware SET units = 0
                    """)
    void whatTheDataCausesIsFinal(String state, String statement) {
        Throwable failure = failureOf(null, statement);
        assertThat(state(failure)).isEqualTo(state);
        assertThat(SqlFailures.isLater(failure)).isFalse();
        assertThat(SqlFailures.isTransient(failure)).isFalse();
    }

    @Test
    void aDefectIsFinal() {
        assertThat(SqlFailures.isLater(new IllegalStateException("a defect"))).isFalse();
    }
}
