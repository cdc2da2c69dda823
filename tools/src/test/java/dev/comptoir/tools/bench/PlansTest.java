package dev.comptoir.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which plans of statements do not bear growth. */
class PlansTest {
    private static final Map<String, Long> ROWS = Map.of("shelf", 3_000_000L, "store", 1_000L);

    @TempDir
    private Path folder;

    private Path log(String... plans) throws IOException {
        StringBuilder log = new StringBuilder("2026-11-28 21:00:00.000 UTC [7] LOG:  checkpoint starting: time\n");
        for (String plan : plans) {
            log.append("2026-11-28 21:00:00.123 UTC [7] LOG:  duration: 0.1 ms  plan:\n\t")
                    .append(plan.replace("\n", "\n\t"))
                    .append("\n2026-11-28 21:00:00.124 UTC [7] LOG:  statement ended\n");
        }
        return Files.writeString(folder.resolve("postgres.log"), log);
    }

    private static String plan(String statement, String steps) {
        return """
                {
                  "Query Text": "%s",
                  "Plan": {"Node Type": "Limit", "Actual Rows": 1.00, "Actual Loops": 1, "Plans": [%s]}
                }""".formatted(statement, steps);
    }

    private static String scan(String type, String table, int kept, int dropped, int loops) {
        return """
                {"Node Type": "%s", "Relation Name": "%s", "Actual Rows": %d.00, "Actual Loops": %d,
                 "Filter": "(store_code = $1)", "Rows Removed by Filter": %d}""".formatted(type, table, kept, loops, dropped);
    }

    @Test
    void aSequentialScanOfALargeTableIsAFault() throws IOException {
        assertThat(Plans.faults(
                        log(
                                plan("SELECT 1 FROM shelf", scan("Seq Scan", "shelf", 500, 0, 1)),
                                plan("SELECT 1 FROM store", scan("Seq Scan", "store", 1_000, 0, 1))),
                        ROWS))
                .containsExactly("a sequential scan of shelf in SELECT 1 FROM shelf");
    }

    @Test
    void aFilterThatDropsMoreThanItKeepsIsAFaultAlsoInManyLoops() throws IOException {
        assertThat(Plans.faults(
                        log(
                                plan("SELECT a", scan("Index Scan", "shelf", 2, 998, 1)),
                                plan("SELECT b", scan("Index Scan", "shelf", 1, 30, 50)),
                                plan("SELECT b", scan("Index Scan", "shelf", 1, 31, 50)),
                                plan("SELECT c", scan("Index Scan", "shelf", 600, 400, 1)),
                                plan("SELECT d", scan("Index Scan", "shelf", 0, 1, 1))),
                        ROWS))
                .containsExactly(
                        "Filter of shelf drops 998 rows and keeps 2 in SELECT a",
                        "Filter of shelf drops 1500 rows and keeps 50 in SELECT b");
    }

    @Test
    void oneScanOfASmallTableMayDropMostOfItsRows() throws IOException {
        assertThat(Plans.faults(
                        log(
                                plan("SELECT f", scan("Seq Scan", "store", 100, 900, 1)),
                                plan("SELECT g", scan("Seq Scan", "store", 90, 910, 1)),
                                plan("SELECT h", scan("Seq Scan", "store", 100, 900, 2))),
                        ROWS))
                .containsExactly(
                        "Filter of store drops 910 rows and keeps 90 in SELECT g",
                        "Filter of store drops 1800 rows and keeps 200 in SELECT h");
    }

    @Test
    void aStepThatDidNotRunIsNoFault() throws IOException {
        assertThat(Plans.faults(log(plan("SELECT e", scan("Seq Scan", "shelf", 0, 0, 0))), ROWS))
                .isEmpty();
    }
}
