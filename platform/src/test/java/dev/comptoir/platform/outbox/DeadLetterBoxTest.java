package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.DeadLetterBox.Action;
import dev.comptoir.platform.outbox.DeadLetterBox.Choice;
import dev.comptoir.platform.outbox.DeadLetterBox.Decision;
import dev.comptoir.platform.outbox.DeadLetterBox.Settled;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An event that cannot be applied holds up no other: it is applied later by itself, or settled by a person. */
class DeadLetterBoxTest {
    private static final String THERE = "there";
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";
    private static final String POISON = "Poison";
    private static final String COUNTED = "Counted";

    /** An event with this type depends on the number before it. */
    private static final String SUCCESSOR = "Successor";

    /** It also takes longer than a statement may. */
    private static final String SLOW_SUCCESSOR = "Slow" + SUCCESSOR;

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Relay.class.getPackageName());

    private final DatabaseSettings settingsThere =
            TestPostgres.newDatabase("there", MIGRATIONS).settings();
    private volatile boolean rejectsPoison = true;
    private Database here;
    private Database there;
    private Outbox outbox;
    private Inbox inbox;

    @BeforeEach
    void openBothSides() {
        here = Database.open(TestPostgres.newDatabase("here", MIGRATIONS).settings(), MIGRATIONS);
        there = Database.open(settingsThere, MIGRATIONS);
        outbox = new Outbox(here);
        inbox = new Inbox(there, this::apply, Telemetry.none());
    }

    @AfterEach
    void closeBothSides() {
        here.close();
        there.close();
    }

    private void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        for (Delivery.Sent event : events) {
            int number = Json.read(event.payload(), Numbered.class).n();
            if (event.type().equals(POISON) && rejectsPoison) {
                throw new IllegalArgumentException("this is poison");
            }
            if (event.type().endsWith(SUCCESSOR) && !exists(transaction, number - 1)) {
                throw new NotYet("number " + (number - 1) + " is unknown");
            }
            if (event.type().equals(SLOW_SUCCESSOR)) {
                transaction.sql().execute("SET LOCAL statement_timeout = '20ms'");
                transaction.sql().execute("SELECT pg_sleep(5)");
            }
            transaction
                    .update("INSERT INTO effect (value) VALUES (:number)")
                    .bind("number", number)
                    .execute();
        }
    }

    private record Numbered(int n, @Nullable String text) {}

    private static boolean exists(Transaction transaction, int number) {
        return transaction
                .query("SELECT EXISTS (SELECT FROM effect WHERE value = :number)")
                .bind("number", number)
                .mapTo(Boolean.class)
                .one();
    }

    private void write(String type, int... numbers) {
        here.write(transaction -> {
            IntStream.of(numbers).forEach(number -> outbox.append(transaction, THERE, type, "{\"n\": " + number + "}"));
            return null;
        });
    }

    private void writeText(int number, int characters) {
        here.write(transaction -> {
            String text = "a".repeat(characters);
            outbox.append(transaction, THERE, COUNTED, "{\"n\": " + number + ", \"text\": \"" + text + "\"}");
            return null;
        });
    }

    private Relay relay() {
        return relay((destination, delivery) -> inbox.receive("here", delivery));
    }

    private Relay relay(Relay.Transport transport) {
        return Relay.start(here, outbox, Replicated.NOTHING, transport, THERE, Telemetry.none());
    }

    private Settled settle(Choice choice, Action action, String reason) {
        return inbox.deadLetters().settle(choice, new Decision(action, reason, "bob"));
    }

    private static Choice all() {
        return new Choice(null, null, null);
    }

    private static Choice ofType(String type) {
        return new Choice(null, "here", type);
    }

    private List<Integer> effects() {
        return there.read(sql -> sql.createQuery("SELECT value FROM effect ORDER BY id")
                .mapTo(Integer.class)
                .list());
    }

    private List<String> kept(String column) {
        return there.read(sql -> sql.createQuery("SELECT " + column + " FROM dead_letter ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    private List<String> settlements() {
        return there.read(sql -> sql.createQuery("""
                        SELECT concat_ws(' ', type, payload::jsonb ->> 'n', action, 'by', settled_by || ':', reason)
                        FROM dead_letter_settlement ORDER BY id""").mapTo(String.class).list());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private void deliverAll() {
        try (Relay _ = relay()) {
            eventually(() -> assertThat(outbox.destinations())
                    .singleElement()
                    .satisfies(destination -> assertThat(destination.backlog()).isZero()));
        }
    }

    @Test
    void eventsAreRetriedInTheOrderOfTheirArrival() {
        write(POISON, 3, 1, 2);
        write(COUNTED, 9);
        deliverAll();
        assertThat(settle(all(), Action.RETRY, "still broken")).isEqualTo(new Settled(0, 3));
        assertThat(kept("attempts")).containsExactly("2", "2", "2");
        rejectsPoison = false;
        assertThat(settle(all(), Action.RETRY, "version 2 is installed")).isEqualTo(new Settled(3, 0));
        assertThat(effects()).containsExactly(9, 3, 1, 2);
        assertThat(settlements())
                .containsExactly(
                        "Poison 3 applied by bob: version 2 is installed",
                        "Poison 1 applied by bob: version 2 is installed",
                        "Poison 2 applied by bob: version 2 is installed");
    }

    @Test
    void eventsOfOneTypeAreDiscardedTogetherEachWithTheReason() {
        write(POISON, 1, 2);
        write(SUCCESSOR, 101);
        deliverAll();
        assertThat(settle(ofType(POISON), Action.DISCARD, "a test of the scanner"))
                .isEqualTo(new Settled(2, 0));
        assertThat(kept("type")).containsExactly(SUCCESSOR);
        assertThat(settlements())
                .containsExactly(
                        "Poison 1 discarded by bob: a test of the scanner",
                        "Poison 2 discarded by bob: a test of the scanner");
        rejectsPoison = false;
        deliverAll();
        assertThat(effects()).isEmpty();
    }

    @Test
    void oneEventOfManyIsSettled() {
        write(POISON, 1, 2, 3);
        deliverAll();
        UUID second = UUID.fromString(kept("event_id").get(1));
        assertThat(settle(new Choice(List.of(second), null, null), Action.DISCARD, "a double"))
                .isEqualTo(new Settled(1, 0));
        assertThat(settle(new Choice(List.of(second), null, null), Action.DISCARD, "a double"))
                .isEqualTo(new Settled(0, 0));
        assertThat(kept("payload::jsonb ->> 'n'")).containsExactly("1", "3");
    }

    @Test
    void moreEventsThanOneTransactionTakesAreSettledInOrder() {
        write(POISON, IntStream.rangeClosed(1, 1_200).toArray());
        deliverAll();
        rejectsPoison = false;
        assertThat(settle(ofType(POISON), Action.RETRY, "version 2 is installed"))
                .isEqualTo(new Settled(1_200, 0));
        assertThat(effects()).hasSize(1_200).isSorted();
    }

    @Test
    void anEventThatDependsOnALaterOneIsAppliedByItself() {
        try (Relay _ = relay()) {
            write(SUCCESSOR, 8);
            eventually(() -> assertThat(kept("kind")).containsExactly("not-yet"));
            assertThat(kept("error")).containsExactly("NotYet: number 7 is unknown");
            inbox.receive("another", delivery("{\"n\": 7}"));
            eventually(() -> assertThat(effects()).containsExactly(7, 8));
            assertThat(kept("kind")).isEmpty();
            assertThat(settlements()).isEmpty();
        }
    }

    @Test
    void aDeferredEventThatTakesTooLongHoldsUpNoOther() {
        write(SLOW_SUCCESSOR, 8);
        write(SUCCESSOR, 9);
        deliverAll();
        assertThat(kept("kind")).containsExactly("not-yet", "not-yet");
        there.statement(sql -> sql.execute("INSERT INTO effect (value) VALUES (7), (8)"));
        try (Relay _ = relay()) {
            eventually(() -> assertThat(effects()).containsExactly(7, 8, 9));
        }
        assertThat(kept("kind")).containsExactly("never");
    }

    private static Delivery delivery(String payload) {
        Delivery.Sent event = new Delivery.Sent(UUID.randomUUID(), COUNTED, payload, null);
        Delivery.Section log = new Delivery.Section(
                Delivery.Section.VERSION, UUID.randomUUID(), 0, 1, 1, new Delivery.Place(0, null), null, null);
        return new Delivery(1L, null, 0L, List.of(event), log, null);
    }

    /** The limits of the issue are 60 s and a bounded log. */
    @Test
    void fiftyThousandPoisonousEventsDelayAGoodOneByLessThanAMinuteAndHardlyFillTheLog() {
        here.statement(sql -> sql.execute("""
                INSERT INTO outbox_log (destination, type, payload)
                SELECT 'there', 'Poison', jsonb_build_object('n', n) FROM generate_series(1, 50000) AS n"""));
        write(COUNTED, 50_001);
        List<String> lines = new CopyOnWriteArrayList<>();
        ListAppender<ILoggingEvent> log = logOf(lines);
        try (Relay _ = relay()) {
            eventually(() -> assertThat(effects()).containsExactly(50_001));
        } finally {
            LOGGER.detachAppender(log);
            LOGGER.setLevel(null);
        }
        assertThat(kept("kind")).hasSize(50_000).containsOnly("never");
        assertThat(lines).hasSizeBetween(1, 60);
        assertThat(lines.stream().mapToInt(String::length).sum()).isLessThan(20_000);
    }

    private static ListAppender<ILoggingEvent> logOf(List<String> lines) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        appender.start();
        LOGGER.addAppender(appender);
        LOGGER.setLevel(Level.INFO);
        return appender;
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedUntilItIsAccepted() {
        int limit = 100_000;
        List<Integer> accepted = new CopyOnWriteArrayList<>();
        IntStream.rangeClosed(1, 100).forEach(number -> writeText(number, 10_000));
        try (Relay _ = relay((destination, delivery) -> {
            if (Json.bytes(delivery).length > limit) {
                throw new Relay.BatchRejected(destination, 413);
            }
            if (!delivery.events().isEmpty()) {
                accepted.add(delivery.events().size());
            }
            return inbox.receive("here", delivery);
        })) {
            eventually(() -> assertThat(effects())
                    .isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList()));
        }
        assertThat(accepted).allMatch(size -> size < 10);
        assertThat(kept("kind")).isEmpty();
    }

    @Test
    void anEventThatIsTooLargeEvenAloneIsADeadLetterThatStatesThisCause() {
        int limit = 100_000;
        writeText(1, 10_000);
        writeText(2, 200_000);
        writeText(3, 10_000);
        try (Relay _ = relay((destination, delivery) -> {
            if (Json.bytes(delivery).length > limit) {
                throw new Relay.BatchRejected(destination, 413);
            }
            return inbox.receive("here", delivery);
        })) {
            eventually(() -> assertThat(effects()).containsExactly(1, 3));
        }
        assertThat(kept("kind")).containsExactly("never");
        assertThat(kept("error").getFirst()).contains("the event is too large to be delivered: 2000");
    }

    @Test
    void eventsWaitWhileTheReceiverLacksARightOnATable() {
        String clerk = "clerk_" + UUID.randomUUID().toString().substring(0, 8);
        there.statement(sql -> sql.execute("CREATE ROLE " + clerk + " LOGIN;"
                + "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + clerk + ";"
                + "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + clerk + ";"
                + "REVOKE INSERT ON effect FROM " + clerk));
        try (Database asClerk = Database.open(
                        new DatabaseSettings(
                                settingsThere.url().replace("user=postgres", "user=" + clerk),
                                clerk,
                                "",
                                settingsThere.pool()),
                        MIGRATIONS);
                Relay _ = relay((destination, delivery) ->
                        new Inbox(asClerk, this::apply, Telemetry.none()).receive("here", delivery))) {
            write(COUNTED, 1, 2, 3);
            eventually(() -> assertThat(failureOfTheLastAttempt()).contains("permission denied"));
            write(COUNTED, 4);
            assertThat(effects()).isEmpty();
            there.statement(sql -> sql.execute("GRANT INSERT ON effect TO " + clerk));
            eventually(() -> assertThat(effects()).containsExactly(1, 2, 3, 4));
            assertThat(kept("kind")).isEmpty();
        }
    }

    private String failureOfTheLastAttempt() {
        return outbox.destinations().stream()
                .map(destination -> String.valueOf(destination.contact().failure()))
                .findFirst()
                .orElse("");
    }
}
