package dev.comptoir.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.settings.CacheSettings;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A value is computed once for all concurrent lookups, and returned until a change, but never after it. */
class VersionedCacheTest {
    private static final List<String> EFFECTS = List.of("effects");
    private static DatabaseSettings settings;
    private static Database database;

    private final TagVersions tags = TagVersions.of(database);
    private final VersionedCache<String> cache = cacheOf(CacheSettings.EXACT);
    private final AtomicInteger made = new AtomicInteger();

    @BeforeAll
    static void open() {
        settings = TestPostgres.newDatabase("cached", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        database.statement(sql -> sql.execute("""
                CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON effect
                FOR EACH STATEMENT EXECUTE FUNCTION count_change('effects')
                """));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.statement(sql -> sql.execute("TRUNCATE effect"));
    }

    private VersionedCache<String> cacheOf(CacheSettings how) {
        return new VersionedCache<>(
                tags, how, value -> value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(value.length()));
    }

    private static void change() {
        database.statement(sql -> sql.execute("INSERT INTO effect (value) VALUES (1)"));
    }

    private String effects() {
        return cache.get("effects", "all", EFFECTS, () -> {
            made.incrementAndGet();
            return "effects: "
                    + database.read(sql -> sql.createQuery("SELECT count(*) FROM effect")
                            .mapTo(Long.class)
                            .one());
        });
    }

    private static <T> List<T> together(int many, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future :
                    threads.invokeAll(Stream.generate(() -> work).limit(many).toList())) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void anUnchangedValueIsComputedOnce() {
        assertThat(Stream.generate(this::effects).limit(100)).containsOnly("effects: 0");
        assertThat(made).hasValue(1);
        assertThat(cache.statistics()).containsEntry("effects", new VersionedCache.Statistics(99, 1, 1));
    }

    @Test
    void theNextLookupSeesEveryCommittedChange() {
        for (int changes = 1; changes <= 50; changes++) {
            change();
            assertThat(effects()).isEqualTo("effects: " + changes);
        }
        database.statement(sql -> sql.execute("DELETE FROM effect"));
        assertThat(effects()).isEqualTo("effects: 0");
    }

    @Test
    void uncommittedAndRolledBackChangesHaveNoEffect() {
        assertThat(effects()).isEqualTo("effects: 0");
        database.write(transaction -> {
            transaction.sql().execute("INSERT INTO effect (value) VALUES (1)");
            assertThat(effects()).isEqualTo("effects: 0");
            return transaction.refuse("rolled back");
        });
        assertThat(effects()).isEqualTo("effects: 0");
        assertThat(made).hasValue(1);
    }

    @Test
    void fiveHundredConcurrentLookupsShareOneQuery() throws Exception {
        List<String> values = together(
                500,
                () -> cache.get("slow", "slow", EFFECTS, () -> {
                    made.incrementAndGet();
                    return database.read(sql -> sql.createQuery("SELECT 'slow' || pg_sleep(0.3)")
                            .mapTo(String.class)
                            .one());
                }));
        assertThat(values).hasSize(500).containsOnly("slow");
        assertThat(made).hasValue(1);
        assertThat(tags.statements()).isLessThan(50);
    }

    @Test
    void writersOfATagDoNotWaitForEachOther() {
        Jdbi own = Jdbi.create(settings.url(), settings.user(), settings.password());
        List<Handle> writers = Stream.generate(own::open).limit(20).toList();
        writers.forEach(writer -> {
            writer.begin();
            writer.execute("SET LOCAL lock_timeout = '1s'");
            writer.execute("INSERT INTO effect (value) VALUES (1)");
        });
        assertThat(effects()).isEqualTo("effects: 0");
        for (int done = 1; done <= writers.size(); done++) {
            writers.get(done - 1).commit();
            assertThat(effects()).isEqualTo("effects: " + done);
        }
        writers.forEach(Handle::close);
    }

    @Test
    void aChangeDuringTheComputationIsInTheNextValue() {
        cache.get("effects", "all", EFFECTS, () -> {
            change();
            return "made before that was seen";
        });
        assertThat(effects()).isEqualTo("effects: 1");
    }

    @Test
    void aFailureReachesAllWaitingLookupsAndIsNotCached() {
        assertThatThrownBy(() -> cache.get("broken", "broken", EFFECTS, () -> {
                    throw new IllegalArgumentException("broken");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(cache.get("broken", "broken", EFFECTS, () -> "whole")).isEqualTo("whole");
    }

    @Test
    void aValueThatMustNotBeCachedIsComputedEachTime() {
        for (int time = 1; time <= 3; time++) {
            assertThat(cache.get("refused", "refused", EFFECTS, () -> made.incrementAndGet() > 0 ? "" : "never"))
                    .isEmpty();
        }
        assertThat(made).hasValue(3);
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void theSizeStaysBelowTheLimit() {
        VersionedCache<String> small = cacheOf(new CacheSettings(true, null, 100_000));
        for (int key = 0; key < 1_000; key++) {
            small.get("large", "key " + key, EFFECTS, () -> "x".repeat(5_000));
            assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(small.evictions()).isGreaterThan(900);
        assertThat(small.get("large", "huge", EFFECTS, () -> "x".repeat(200_000)))
                .hasSize(200_000);
        assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void withAnAgeAStaleValueIsReturnedUpToThatAge() throws InterruptedException {
        VersionedCache<String> aged = cacheOf(new CacheSettings(true, Duration.ofMillis(300), 100_000));
        assertThat(aged.get("aged", "aged", EFFECTS, () -> "old")).isEqualTo("old");
        change();
        assertThat(aged.get("aged", "aged", EFFECTS, () -> "new")).isEqualTo("old");
        Thread.sleep(350);
        assertThat(aged.get("aged", "aged", EFFECTS, () -> "new")).isEqualTo("new");
    }
}
