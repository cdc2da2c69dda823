package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.testing.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What read, snapshot and write may do, and how a service's own types are stored. */
class DatabaseTest {
    private static final String READ_ONLY = "25006";

    private static Database database;

    private record Cents(long amount) {}

    private record Units(int count) {}

    private enum Colour {
        RED,
        BLUE
    }

    private record Row(Cents price, Units units, Colour colour) {}

    @BeforeAll
    static void start() {
        database = Database.open(
                TestPostgres.newDatabase("types", "classpath:dev/comptoir/platform/testmigrations")
                        .settings(),
                "classpath:dev/comptoir/platform/testmigrations",
                ColumnType.bigint(Cents.class, Cents::amount, Cents::new),
                ColumnType.integer(Units.class, Units::count, Units::new),
                ColumnType.text(Colour.class, Colour::name, Colour::valueOf));
        database.statement(sql -> sql.execute(
                "CREATE TABLE ware (id bigserial PRIMARY KEY, price bigint, units integer, colour text, updated int)"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.statement(sql -> sql.execute("TRUNCATE ware"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO ware (price) VALUES (1)",
                "update ware SET price = 2",
                "WITH gone AS (DELETE FROM ware RETURNING id) SELECT count(*) FROM gone",
                "SELECT id FROM ware FOR UPDATE",
                "SELECT id FROM ware FOR NO KEY UPDATE",
                "SELECT id FROM ware FOR KEY SHARE",
                "SELECT nextval('ware_id_seq')",
                "TRUNCATE ware"
            })
    void readRefusesWhatPostgresRefusesInAReadOnlyTransaction(String statement) {
        assertThatThrownBy(() -> database.snapshot(sql -> sql.execute(statement)))
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(READ_ONLY));
        assertThatThrownBy(() -> database.read(sql -> sql.execute(statement))).hasMessageContaining("writes");
    }

    @Test
    void readAllowsWordsOfWritesInNamesTextsAndComments() {
        String text =
                database.read(sql -> sql.createQuery("""
                        SELECT 'update' || max(updated) AS "delete" -- insert nothing
                        FROM (SELECT 1 AS updated) AS last_update /* drop
                        nothing */
                        """).mapTo(String.class).one());
        assertThat(text).isEqualTo("update1");
    }

    @Test
    void aSnapshotDoesNotSeeWhatIsWrittenMeanwhile() {
        long seen = database.snapshot(sql -> {
            long before = sql.createQuery("SELECT count(*) FROM ware")
                    .mapTo(Long.class)
                    .one();
            database.statement(other -> other.execute("INSERT INTO ware (price) VALUES (1)"));
            return before
                    + sql.createQuery("SELECT count(*) FROM ware")
                            .mapTo(Long.class)
                            .one();
        });
        assertThat(seen).isZero();
    }

    @Test
    void registeredTypesAreBoundAndRead() {
        Row row = new Row(new Cents(1_250), new Units(3), Colour.BLUE);
        database.write(transaction -> transaction
                .update("INSERT INTO ware (price, units, colour) VALUES (:price, :units, :colour)")
                .bind("price", row.price())
                .bind("units", row.units())
                .bind("colour", row.colour())
                .execute());
        Row found = database.read(sql -> sql.createQuery("SELECT price, units, colour FROM ware")
                .map(view -> new Row(
                        view.getColumn("price", Cents.class),
                        view.getColumn("units", Units.class),
                        view.getColumn("colour", Colour.class)))
                .one());
        assertThat(found).isEqualTo(row);
    }

    @Test
    void registeredTypesAreBoundAsArrays() {
        database.statement(sql -> sql.createUpdate("INSERT INTO ware (price) SELECT unnest(:prices)")
                .bindArray("prices", Cents.class, List.of(new Cents(1), new Cents(2)))
                .execute());
        List<Cents> found = database.read(sql -> sql.createQuery("SELECT price FROM ware ORDER BY price")
                .mapTo(Cents.class)
                .list());
        assertThat(found).containsExactly(new Cents(1), new Cents(2));
    }

    @Test
    void nullIsReadAsNullAndBoundWithItsType() {
        Cents found = database.write(transaction -> {
            transaction
                    .update("INSERT INTO ware (price) VALUES (:price)")
                    .bindByType("price", null, Cents.class)
                    .execute();
            return transaction
                    .query("SELECT price FROM ware")
                    .map(row -> row.getColumn("price", Cents.class))
                    .one();
        });
        assertThat(found).isNull();
    }
}
