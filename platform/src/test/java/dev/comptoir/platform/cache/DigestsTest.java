package dev.comptoir.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Digests follow every change; those that take long are not offered again at once. */
class DigestsTest {
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";
    private static final String CHANGES = "(SELECT coalesce(sum(changes), 0)::text FROM topic_change)";

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.newDatabase("digests", MIGRATIONS).settings(), MIGRATIONS);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Digests digests(String query) {
        return new Digests(List.of("effects"), Map.of("changes", query));
    }

    private static void change() {
        database.statement(sql -> sql.execute("""
                INSERT INTO topic_change AS known VALUES ('effects', 0, 1)
                ON CONFLICT (topic, slot) DO UPDATE SET changes = known.changes + 1
                """));
    }

    private static Map<String, String> offered(Digests digests) {
        return database.write(digests::readAfterPause);
    }

    @Test
    void digestsOfFewRowsAreOfferedAfterEachChange() {
        Digests digests = digests("SELECT " + CHANGES);
        Map<String, String> before = offered(digests);
        change();
        assertThat(offered(digests)).isNotEmpty().isNotEqualTo(before);
    }

    /** The query takes 0.2 s, so the pause is 4 s. */
    @Test
    void digestsThatTakeLongAreOfferedAgainAfterAPause() {
        Digests digests = digests("SELECT %s FROM (SELECT pg_sleep(0.2)) AS slow".formatted(CHANGES));
        Map<String, String> before = offered(digests);
        assertThat(offered(digests)).isEqualTo(before);
        change();
        assertThat(offered(digests)).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(offered(digests)).isNotEmpty().isNotEqualTo(before));
    }

    @Test
    void whoMustCompareGetsThemDuringThePause() {
        Digests digests = digests("SELECT %s FROM (SELECT pg_sleep(0.2)) AS slow".formatted(CHANGES));
        Map<String, String> before = database.write(digests::read);
        change();
        assertThat(database.write(digests::read)).isNotEmpty().isNotEqualTo(before);
    }
}
