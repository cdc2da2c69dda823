package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollback of an upgrade works: the earlier version starts on the schema of the later one. */
class SchemaTest {
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

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
}
