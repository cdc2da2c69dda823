package dev.comptoir.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.CacheSettings;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.SqlFailures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups fail while the database is unreachable. Afterwards values are computed again: it may be another database. */
class DatabaseRestartTest {
    @TempDir
    private Path folder;

    @Test
    void afterARestartEarlierEntriesAreNotReturned() throws IOException {
        EmbeddedPostgres postgres = start(0);
        int port = postgres.getPort();
        DatabaseSettings settings =
                new DatabaseSettings(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", 4);
        try (Database database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations")) {
            VersionedCache<String> cache = new VersionedCache<>(
                    TagVersions.of(database), CacheSettings.EXACT, value -> OptionalInt.of(value.length()));
            AtomicInteger made = new AtomicInteger();
            assertThat(lookUp(cache, made)).isEqualTo(lookUp(cache, made)).isEqualTo("made 1");
            postgres.close();
            Throwable failure = catchThrowable(() -> lookUp(cache, made));
            assertThat(SqlFailures.isTransient(failure)).isTrue();
            postgres = start(port);
            String value = await().ignoreExceptionsMatching(SqlFailures::isTransient)
                    .until(() -> lookUp(cache, made), Objects::nonNull);
            assertThat(value).isEqualTo("made 2");
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    private static String lookUp(VersionedCache<String> cache, AtomicInteger made) {
        return cache.get("effects", "all", List.of("effects"), () -> "made " + made.incrementAndGet());
    }
}
