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
                TestPostgres.newDatabase("tidy").settings(), "classpath:dev/comptoir/platform/testmigrations")) {
            database.statement(sql -> sql.execute("""
                    INSERT INTO outbox_event (destination, type, payload, created_at, delivered_at)
                    SELECT 'peer', kind, '{}', now() - interval '60 days',
                           CASE kind WHEN 'old' THEN now() - interval '8 days' WHEN 'new' THEN now() END
                    FROM unnest(ARRAY['old', 'new', 'undelivered']) AS kind, generate_series(1, 1500)
                    """));
            try (Housekeeping housekeeping = Housekeeping.start(database, List.of())) {
                assertThat(housekeeping).isNotNull();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(kinds(database)).containsExactly("new", "undelivered"));
            }
        }
    }

    private static List<String> kinds(Database database) {
        return database.read(sql -> sql.createQuery("SELECT DISTINCT type FROM outbox_event ORDER BY type")
                .mapTo(String.class)
                .list());
    }
}
