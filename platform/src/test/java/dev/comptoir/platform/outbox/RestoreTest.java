package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a restore of either database, no event is lost and none takes effect twice. */
class RestoreTest {
    private static final String THERE = "there";
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

    private final List<Replicated.Cause> introductions = new CopyOnWriteArrayList<>();
    private DatabaseSettings hereSettings;
    private DatabaseSettings thereSettings;
    private Database here;
    private Database there;
    private Outbox outbox;
    private Inbox inbox;
    private Relay relay;

    @BeforeEach
    void openBothSides() {
        hereSettings = TestPostgres.newDatabase("here", MIGRATIONS).settings();
        thereSettings = TestPostgres.newDatabase("there", MIGRATIONS).settings();
        open();
    }

    private void open() {
        here = Database.open(hereSettings, MIGRATIONS);
        there = Database.open(thereSettings, MIGRATIONS);
        outbox = new Outbox(here);
        inbox = new Inbox(there, RestoreTest::apply, Telemetry.none());
    }

    private static void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        transaction
                .update(
                        "INSERT INTO effect (value) SELECT cast(cast(json AS jsonb) ->> 'n' AS int) FROM unnest(:all) AS json")
                .bindArray(
                        "all",
                        String.class,
                        events.stream().map(Delivery.Sent::payload).toArray())
                .execute();
    }

    @AfterEach
    void close() {
        stop();
        here.close();
        there.close();
    }

    private void start() {
        relay = Relay.start(
                here,
                outbox,
                new Introductions(),
                (destination, delivery) -> inbox.receive("here", delivery),
                THERE,
                Telemetry.none());
    }

    private void stop() {
        if (relay != null) {
            relay.close();
        }
    }

    /** Records why the state is introduced anew. */
    private final class Introductions implements Replicated {
        @Override
        public Map<String, String> digests(Transaction transaction, String destination) {
            return Map.of();
        }

        @Override
        public void introduce(Transaction transaction, String destination, Cause cause, Map<String, String> held) {
            introductions.add(cause);
        }
    }

    private void write(int first, int last) {
        here.write(transaction -> {
            transaction
                    .update(Outbox.APPEND + """
                            SELECT :there, 'Counted', jsonb_build_object('n', n) FROM generate_series(:first, :last) AS n
                            """)
                    .bind("there", THERE)
                    .bind("first", first)
                    .bind("last", last)
                    .execute();
            transaction.afterCommit(outbox::wake);
            return null;
        });
    }

    private void backUpHere() {
        stop();
        here.close();
        there.close();
        hereBackup = TestPostgres.copyOf(hereSettings);
        open();
        start();
    }

    private void backUpThere() {
        stop();
        here.close();
        there.close();
        thereBackup = TestPostgres.copyOf(thereSettings);
        open();
        start();
    }

    private DatabaseSettings hereBackup;
    private DatabaseSettings thereBackup;

    private void restoreHere() {
        stop();
        here.close();
        there.close();
        hereSettings = TestPostgres.copyOf(hereBackup);
        open();
    }

    private void restoreThere() {
        stop();
        here.close();
        there.close();
        thereSettings = TestPostgres.copyOf(thereBackup);
        open();
    }

    private List<Integer> effects() {
        return there.read(sql -> sql.createQuery("SELECT value FROM effect ORDER BY value")
                .mapTo(Integer.class)
                .list());
    }

    private long order(int value) {
        return there.read(sql -> sql.createQuery("SELECT id FROM effect WHERE value = :value")
                .bind("value", value)
                .mapTo(Long.class)
                .one());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private static List<Integer> numbers(int... ranges) {
        List<Integer> numbers = new ArrayList<>();
        for (int range = 0; range < ranges.length; range += 2) {
            IntStream.rangeClosed(ranges[range], ranges[range + 1]).forEach(numbers::add);
        }
        return numbers;
    }

    private void eventuallyEffects(int... ranges) {
        eventually(() -> assertThat(effects()).isEqualTo(numbers(ranges)));
        eventually(() -> assertThat(outbox.destinations())
                .singleElement()
                .satisfies(destination -> assertThat(destination.backlog()).isZero()));
        assertThat(effects()).isEqualTo(numbers(ranges));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 500, 6_000})
    void aRestoredReceiverGetsWhatItLostWhateverIsWaiting(int waiting) {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpThere();
        write(51, 70);
        eventuallyEffects(1, 70);
        restoreThere();
        write(71, 70 + waiting);
        start();
        eventuallyEffects(1, 70 + waiting);
        assertThat(outbox.destinations())
                .singleElement()
                .satisfies(destination ->
                        assertThat(destination.restores().rewoundAt()).isNotNull());
        assertThat(introductions).isEmpty();
    }

    @Test
    void aReceiverThatLostManyEventsGetsThemBesideTheNewerOnes() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpThere();
        write(51, 12_050);
        eventuallyEffects(1, 12_050);
        restoreThere();
        write(12_051, 12_060);
        start();
        eventuallyEffects(1, 12_060);
        assertThat(order(12_060)).isLessThan(order(12_050));
        restoreThere();
        start();
        eventuallyEffects(1, 12_060);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 500, 6_000})
    void aRestoredSenderContinuesAfterWhatItHasLostWhateverIsWaiting(int waiting) {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpHere();
        write(51, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        write(1_001, 1_000 + waiting);
        start();
        eventually(() -> assertThat(introductions).containsExactly(Replicated.Cause.RESTORED));
        eventuallyEffects(1, 70, 1_001, 1_000 + waiting);
        assertThat(outbox.destinations()).singleElement().satisfies(destination -> {
            assertThat(destination.restores().divergedAt()).isNotNull();
            assertThat(destination.restores().forgotten()).isEqualTo(20);
        });
        eventually(() -> assertThat(inbox.senders())
                .singleElement()
                .satisfies(sender -> assertThat(sender.restores().divergedAt()).isNotNull()));
        write(5_000_000, 5_000_001);
        eventuallyEffects(1, 70, 1_001, 1_000 + waiting, 5_000_000, 5_000_001);
        assertThat(introductions).hasSize(1);
    }

    @Test
    void aSenderThatIsRestoredTwiceContinuesEachTime() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpHere();
        write(51, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        write(101, 105);
        start();
        eventuallyEffects(1, 70, 101, 105);
        restoreHere();
        write(201, 205);
        start();
        eventuallyEffects(1, 70, 101, 105, 201, 205);
        assertThat(introductions).containsExactly(Replicated.Cause.RESTORED, Replicated.Cause.RESTORED);
    }

    @Test
    void eventsThatARestoredSenderCouldNotDeliverBeforeItsSecondRestoreAreDeliveredOnce() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpHere();
        write(51, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        write(101, 105);
        DatabaseSettings firstBackup = hereBackup;
        backUpHereWithoutContact();
        restoreHere();
        write(201, 205);
        start();
        eventuallyEffects(1, 70, 101, 105, 201, 205);
        assertThat(firstBackup).isNotEqualTo(hereBackup);
    }

    private void backUpHereWithoutContact() {
        Relay unreachable = Relay.start(
                here,
                outbox,
                new Introductions(),
                (destination, delivery) -> {
                    throw new java.io.IOException("unreachable");
                },
                THERE,
                Telemetry.none());
        eventually(() -> assertThat(unnumbered()).isZero());
        unreachable.close();
        here.close();
        hereBackup = TestPostgres.copyOf(hereSettings);
        here = Database.open(hereSettings, MIGRATIONS);
        outbox = new Outbox(here);
    }

    private long unnumbered() {
        return here.read(sql -> sql.createQuery("SELECT count(*) FROM outbox_log WHERE position IS NULL")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void bothSidesRestoredAtOnceAgreeAgain() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpThere();
        write(51, 60);
        eventuallyEffects(1, 60);
        backUpHere();
        write(61, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        restoreThere();
        write(101, 110);
        start();
        eventuallyEffects(1, 60, 101, 110);
    }

    @Test
    void aNewDatabaseOfTheSenderContinuesAfterTheOldOne() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        stop();
        here.close();
        there.close();
        hereSettings = TestPostgres.newDatabase("anew", MIGRATIONS).settings();
        open();
        write(101, 103);
        start();
        eventuallyEffects(1, 50, 101, 103);
        assertThat(introductions).containsExactly(Replicated.Cause.RESTORED);
    }

    @Test
    void aReceiverThatWasRestoredToBeforeTheLogIsIntroducedAndGetsTheRest() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpThere();
        write(51, 70);
        eventuallyEffects(1, 70);
        here.statement(sql -> sql.execute("DELETE FROM outbox_log WHERE position <= 60"));
        restoreThere();
        write(71, 75);
        start();
        eventuallyEffects(1, 50, 61, 75);
        assertThat(introductions).containsExactly(Replicated.Cause.LOG_TOO_SHORT);
        assertThat(inbox.senders())
                .singleElement()
                .satisfies(sender -> assertThat(sender.restores().lost()).isEqualTo(10));
    }

    @Test
    void aRestoredSenderWhoseBacklogFillsManyBatchesContinuesAfterWhatItHasLost() {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        backUpHere();
        write(51, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        writeLarge(1_001, 1_030);
        start();
        eventuallyEffects(1, 70, 1_001, 1_030);
        assertThat(introductions).containsExactly(Replicated.Cause.RESTORED);
    }

    /** A few of these events fill a batch. */
    private void writeLarge(int first, int last) {
        String text = "x".repeat(1_000_000);
        here.write(transaction -> {
            IntStream.rangeClosed(first, last)
                    .forEach(number -> outbox.append(
                            transaction, THERE, "Counted", "{\"n\": " + number + ", \"text\": \"" + text + "\"}"));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 60, 65})
    void aReceiverThatIsRestoredAfterItsSenderGetsTheNextEvents(int backup) {
        start();
        write(1, 50);
        eventuallyEffects(1, 50);
        if (backup == 50) {
            backUpThere();
        }
        write(51, 60);
        eventuallyEffects(1, 60);
        backUpHere();
        if (backup == 60) {
            backUpThere();
        }
        write(61, 65);
        eventuallyEffects(1, 65);
        if (backup == 65) {
            backUpThere();
        }
        write(66, 70);
        eventuallyEffects(1, 70);
        restoreHere();
        start();
        eventually(() -> assertThat(introductions).containsExactly(Replicated.Cause.RESTORED));
        restoreThere();
        start();
        eventuallyEffects(1, Math.max(60, backup));
        write(101, 110);
        eventuallyEffects(1, Math.max(60, backup), 101, 110);
    }
}
