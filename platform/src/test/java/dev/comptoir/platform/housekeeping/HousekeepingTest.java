package dev.comptoir.platform.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Outdated rows are deleted; undelivered events never are. */
class HousekeepingTest {
    @Test
    void onlyEventsDeliveredLongAgoAreDeleted() {
        try (Database database = Database.open(
                TestPostgres.newDatabase("tidy", "classpath:dev/comptoir/platform/testmigrations")
                        .settings(),
                "classpath:dev/comptoir/platform/testmigrations")) {
            database.statement(sql -> sql.execute("""
                    INSERT INTO outbox_log (destination, type, payload, created_at, delivered_at, position)
                    SELECT 'peer', kind, '{}',
                           CASE kind WHEN 'delivered lately' THEN now() ELSE now() - interval '8 days' END,
                           CASE kind WHEN 'delivered by 0.1' THEN now() - interval '8 days' END,
                           CASE kind WHEN 'delivered' THEN n WHEN 'delivered lately' THEN 1500 + n
                                     WHEN 'undelivered' THEN 3000 + n END
                    FROM unnest(ARRAY['delivered by 0.1', 'delivered', 'delivered lately', 'undelivered', 'new']) AS kind,
                         generate_series(1, 1500) AS n
                    """));
            database.statement(
                    sql -> sql.execute("INSERT INTO outbox_destination (name, confirmed) VALUES ('peer', 3000)"));
            try (Housekeeping housekeeping = Housekeeping.start(database, List.of())) {
                assertThat(housekeeping).isNotNull();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .untilAsserted(() ->
                                assertThat(kinds(database)).containsExactly("delivered lately", "new", "undelivered"));
            }
        }
    }

    private static List<String> kinds(Database database) {
        return database.read(sql -> sql.createQuery("SELECT DISTINCT type FROM outbox_log ORDER BY type")
                .mapTo(String.class)
                .list());
    }
}
