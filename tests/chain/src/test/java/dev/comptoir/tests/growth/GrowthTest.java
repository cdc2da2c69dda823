package dev.comptoir.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.comptoir.platform.housekeeping.Housekeeping;
import dev.comptoir.platform.housekeeping.PlatformTables;
import dev.comptoir.platform.housekeeping.Retention;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.tests.growth.GrowthSection.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No table grows for ever unnamed: each one has a retention, which runs, and a size in docs/operations.md. */
class GrowthTest {
    private static final int ROWS = 5_000;
    private static final Percentage MEASURED = Percentage.withPercentage(25);

    @ParameterizedTest
    @EnumSource
    void everyTableHasOneRetention(ServiceTables tables) {
        try (Database database = tables.openEmpty()) {
            List<String> existing =
                    database.read(sql -> sql.createQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                            .mapTo(String.class)
                            .list());
            assertThat(tables.all().stream().map(Retention::table)).containsExactlyInAnyOrderElementsOf(existing);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentationHasTheRuleOfEachTable(ServiceTables tables) {
        assertThat(GrowthSection.rows(tables.title()).stream().map(row -> row.table() + " " + row.rule()))
                .containsExactlyElementsOf(descriptions(tables.retentions()));
    }

    @Test
    void theDocumentationHasTheRuleOfEachTableOfThePlatform() {
        assertThat(GrowthSection.rows("the platform").stream().map(row -> row.table() + " " + row.rule()))
                .containsExactlyElementsOf(descriptions(PlatformTables.RETENTIONS));
    }

    private static List<String> descriptions(List<Retention> retentions) {
        return retentions.stream()
                .map(one -> one.table() + " " + one.description())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentedSizesAreThoseOfARealDatabase(ServiceTables tables) {
        Map<String, Row> documented =
                GrowthSection.rows(tables.title()).stream().collect(Collectors.toMap(Row::table, Function.identity()));
        GrowthSection.rows("the platform").forEach(row -> documented.put(row.table(), row));
        try (Database database = tables.openFilledOnce()) {
            for (Retention retention : tables.all()) {
                Row row = documented.get(retention.table());
                assertThat(row.gigabytes()).isCloseTo(row.rows() * row.bytes() / 1e9, within(row.tolerance()));
                long stored = count(database, retention.table());
                if (retention instanceof Deleted || retention instanceof Kept) {
                    assertThat(stored).as(retention.table()).isGreaterThanOrEqualTo(ROWS);
                }
                if (stored >= ROWS) {
                    assertThat(row.bytes())
                            .as("bytes of a row of %s", retention.table())
                            .isCloseTo(size(database, retention.table()) / stored, MEASURED);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void housekeepingDeletesWhatIsOutdatedAndNothingElse(ServiceTables tables) {
        try (Database database = tables.openNewlyFilled()) {
            Map<String, Long> before = counts(database, tables);
            try (Housekeeping housekeeping = Housekeeping.start(database, tables.retentions())) {
                assertThat(housekeeping).isNotNull();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(counts(database, tables))
                                .containsExactlyEntriesOf(halvedIfDeleted(before, tables)));
            }
        }
    }

    /** The rows of a table that is cleaned up are between 0 and 2 retentions old. */
    private static Map<String, Long> halvedIfDeleted(Map<String, Long> counts, ServiceTables tables) {
        Map<String, Long> expected = new TreeMap<>(counts);
        tables.all().stream()
                .filter(Deleted.class::isInstance)
                .forEach(retention -> expected.merge(retention.table(), 2L, (rows, two) -> rows / two));
        expected.computeIfPresent("parked_cart_line", (table, rows) -> rows / 2);
        return expected;
    }

    @ParameterizedTest
    @EnumSource
    void housekeepingFindsOutdatedRowsByAnIndex(ServiceTables tables) {
        try (Database database = tables.openFilledOnce()) {
            for (Retention retention : tables.all()) {
                if (retention instanceof Deleted rows) {
                    assertThat(planWithoutSequentialScan(database, rows.deletion(1000)))
                            .as(rows.table())
                            .contains("Index Cond")
                            .doesNotContain("Seq Scan on " + rows.table() + " ");
                }
            }
        }
    }

    /** If no index serves the condition, PostgreSQL still plans a sequential scan, or reads an index without a condition. */
    private static String planWithoutSequentialScan(Database database, String deletion) {
        return database.write(transaction -> {
            transaction.sql().execute("SET LOCAL enable_seqscan = off");
            return String.join(
                    "\n",
                    transaction
                            .sql()
                            .createQuery("EXPLAIN " + deletion)
                            .mapTo(String.class)
                            .list());
        });
    }

    private static Map<String, Long> counts(Database database, ServiceTables tables) {
        return tables.all().stream()
                .filter(retention -> !retention.table().endsWith("schema_history"))
                .collect(Collectors.toMap(
                        Retention::table, one -> count(database, one.table()), (one, same) -> one, TreeMap::new));
    }

    private static long count(Database database, String table) {
        return number(database, "SELECT count(*) FROM " + table);
    }

    /** With its indexes, in bytes. */
    private static long size(Database database, String table) {
        return number(database, "SELECT pg_total_relation_size('" + table + "')");
    }

    private static long number(Database database, String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(Long.class).one());
    }
}
