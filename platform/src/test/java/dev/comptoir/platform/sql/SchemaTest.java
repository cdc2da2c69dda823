package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Schemas change while they are in use, and a rollback works: the earlier version starts on the schema of the later one. */
class SchemaTest {
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";
    private static final String LATER_MIGRATIONS = "classpath:dev/comptoir/platform/latermigrations";

    @Test
    void anOlderServiceStartsOnTheSchemaOfANewerOne() {
        DatabaseSettings settings = TestPostgres.newDatabase("schema").settings();
        try (Database newer = Database.open(settings, MIGRATIONS)) {
            for (String history : List.of("platform_schema_history", "schema_history")) {
                newer.statement(sql -> sql.execute("INSERT INTO " + history + """
                         (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                        VALUES (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, current_user, 1, true)
                        """));
            }
        }
        try (Database older = Database.open(settings, MIGRATIONS)) {
            assertThat(older.isReachable()).isTrue();
        }
    }

    @Test
    void aMigrationGivesWayToRequestsThatUseItsTableAndIsRepeated() throws Exception {
        DatabaseSettings settings = TestPostgres.newDatabase("schema_lock").settings();
        try (Database older = Database.open(settings, MIGRATIONS);
                Connection request = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            request.setAutoCommit(false);
            request.createStatement().execute("LOCK TABLE effect IN ROW EXCLUSIVE MODE");
            Future<Boolean> newer = starts.submit(() -> {
                try (Database migrated = Database.open(settings, LATER_MIGRATIONS)) {
                    return migrated.isReachable();
                }
            });
            Instant end = Instant.now().plusSeconds(3);
            while (Instant.now().isBefore(end)) {
                Instant start = Instant.now();
                older.read(sql -> sql.createQuery("SELECT count(*) FROM effect")
                        .mapTo(Long.class)
                        .one());
                assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
            }
            assertThat(newer.isDone()).isFalse();
            request.commit();
            assertThat(newer.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
