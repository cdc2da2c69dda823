package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events written here take effect there exactly once, in the order of their causes, whatever fails in between. */
class ExactlyOnceTest {
    private static final String THERE = "there";
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

    private final AtomicBoolean rejectsPoison = new AtomicBoolean(true);
    private Database here;
    private Database there;
    private Outbox outbox;
    private Inbox inbox;

    @BeforeEach
    void openBothSides() {
        here = Database.open(TestPostgres.newDatabase("here", MIGRATIONS).settings(), MIGRATIONS);
        there = Database.open(TestPostgres.newDatabase("there", MIGRATIONS).settings(), MIGRATIONS);
        outbox = new Outbox(here);
        inbox = new Inbox(
                there,
                (transaction, sender, events) -> {
                    for (Delivery.Sent event : events) {
                        if (event.type().equals("Poison") && rejectsPoison.get()) {
                            throw new IllegalArgumentException("this is poison");
                        }
                    }
                    apply(transaction, events);
                },
                Telemetry.none());
    }

    private static void apply(Transaction transaction, List<Delivery.Sent> events) {
        for (Delivery.Sent event : events) {
            transaction
                    .update("INSERT INTO effect (value) VALUES (cast(cast(:json AS jsonb) ->> 'n' AS int))")
                    .bind("json", event.payload())
                    .execute();
        }
    }

    @AfterEach
    void closeBothSides() {
        here.close();
        there.close();
    }

    private void write(int... numbers) {
        for (int number : numbers) {
            here.write(transaction -> {
                outbox.append(transaction, THERE, "Counted", "{\"n\": " + number + "}");
                return null;
            });
        }
    }

    private List<Integer> effects() {
        return there.read(sql -> sql.createQuery("SELECT value FROM effect ORDER BY id")
                .mapTo(Integer.class)
                .list());
    }

    private Relay relay(Relay.Transport transport) {
        return Relay.start(here, outbox, Replicated.NOTHING, transport, THERE, Telemetry.none());
    }

    private Receipt deliver(String destination, Delivery delivery) {
        return inbox.receive("here", delivery);
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    @Test
    void anEventTakesEffectAfterItsTransaction() {
        try (Relay _ = relay(this::deliver)) {
            write(1, 2, 3);
            eventually(() -> assertThat(effects()).containsExactly(1, 2, 3));
            eventually(() -> assertThat(outbox.destinations()).singleElement().satisfies(destination -> {
                assertThat(destination.backlog()).isZero();
                assertThat(destination.confirmed()).isEqualTo(3);
            }));
        }
    }

    @Test
    void anEventOfARefusedTransactionIsNeverSent() {
        try (Relay _ = relay(this::deliver)) {
            here.write(transaction -> {
                outbox.append(transaction, THERE, "Counted", "{\"n\": 1}");
                return transaction.refuse(null);
            });
            write(2);
            eventually(() -> assertThat(effects()).containsExactly(2));
        }
    }

    @Test
    void afterALostAcknowledgementTheEffectIsNotRepeated() {
        AtomicInteger lost = new AtomicInteger();
        Relay.Transport lossy = (destination, delivery) -> {
            Receipt receipt = deliver(destination, delivery);
            if (!delivery.events().isEmpty() && lost.incrementAndGet() <= 2) {
                throw new IOException("the response was lost");
            }
            return receipt;
        };
        write(1, 2, 3);
        try (Relay _ = relay(lossy)) {
            eventually(() -> assertThat(outbox.destinations())
                    .singleElement()
                    .satisfies(
                            destination -> assertThat(destination.confirmed()).isEqualTo(3)));
            assertThat(lost.get()).isGreaterThanOrEqualTo(3);
            assertThat(effects()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void twoRelaysKeepTheOrderAndApplyEachEventOnce() {
        try (Relay _ = relay(this::deliver);
                Relay _ = Relay.start(
                        here, new Outbox(here), Replicated.NOTHING, this::deliver, THERE, Telemetry.none())) {
            int[] numbers = IntStream.range(0, 300).toArray();
            write(numbers);
            eventually(() -> assertThat(effects()).hasSize(numbers.length));
            assertThat(effects()).isSorted();
        }
    }

    @Test
    void anEventThatCannotBeAppliedIsKeptByTheReceiverAndCanBeRetried() {
        write(1);
        here.write(transaction -> {
            outbox.append(transaction, THERE, "Poison", "{\"n\": 2}");
            return null;
        });
        write(3);
        try (Relay _ = relay(this::deliver)) {
            eventually(() -> assertThat(effects()).containsExactly(1, 3));
            rejectsPoison.set(false);
            DeadLetterBox.Settled settled = inbox.deadLetters()
                    .settle(
                            new DeadLetterBox.Choice(null, null, null),
                            new DeadLetterBox.Decision(DeadLetterBox.Action.RETRY, "the handler was mended", "bob"));
            assertThat(settled).isEqualTo(new DeadLetterBox.Settled(1, 0));
            assertThat(effects()).containsExactly(1, 3, 2);
        }
    }

    @Test
    void anEventThatIsTooLargeIsKeptAndTheOthersAreDeliveredWhicheverInstanceSendsThem() {
        Relay.Transport limited = (destination, delivery) -> {
            if (delivery.events().stream().anyMatch(event -> event.payload().length() > 1_000)) {
                throw new Relay.BatchRejected(destination, 413);
            }
            return deliver(destination, delivery);
        };
        for (int number = 0; number < 20; number += 2) {
            write(number);
            writeLarge(number + 1);
        }
        try (Relay _ = relay(limited);
                Relay _ = Relay.start(here, new Outbox(here), Replicated.NOTHING, limited, THERE, Telemetry.none())) {
            eventually(() -> assertThat(outbox.destinations())
                    .singleElement()
                    .satisfies(
                            destination -> assertThat(destination.confirmed()).isEqualTo(20)));
            assertThat(effects()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
        }
    }

    private void writeLarge(int number) {
        here.write(transaction -> {
            outbox.append(
                    transaction, THERE, "Counted", "{\"n\": " + number + ", \"text\": \"" + "x".repeat(2_000) + "\"}");
            return null;
        });
    }

    @Test
    void aBackfillThatTwoInstancesSendAtOnceTakesEffectOnce() throws InterruptedException {
        UUID incarnation = UUID.randomUUID();
        List<Delivery.Sent> events = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> new Delivery.Sent(UUID.randomUUID(), "Counted", "{\"n\": " + number + "}", null))
                .toList();
        inbox.receive("here", batch(incarnation, 1, events.subList(0, 1), null, false));
        inbox.receive("here", batch(incarnation, 5, events.subList(4, 5), new Delivery.Range(2, 4), false));
        assertThat(effects()).containsExactly(1, 5);
        Delivery backfill = batch(incarnation, 2, events.subList(1, 4), null, true);
        CountDownLatch first = new CountDownLatch(1);
        Inbox slow = new Inbox(
                there,
                (transaction, sender, fresh) -> {
                    apply(transaction, fresh);
                    first.countDown();
                    transaction
                            .query("SELECT 1 FROM pg_sleep(1)")
                            .mapTo(Integer.class)
                            .one();
                },
                Telemetry.none());
        Thread one = Thread.startVirtualThread(() -> slow.receive("here", backfill));
        first.await();
        Receipt receipt = inbox.receive("here", backfill);
        one.join();
        assertThat(effects()).containsExactly(1, 5, 2, 3, 4);
        assertThat(receipt.log().gap()).isNull();
    }

    @Test
    void aHeartbeatThatAnotherInstanceOvertakesIsNoSignOfARestore() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        AtomicReference<Receipt> late = new AtomicReference<>();
        Relay.Transport delayed = (destination, delivery) -> {
            sent.countDown();
            await().atMost(Duration.ofSeconds(20)).until(() -> effects().size() == 2);
            Receipt receipt = deliver(destination, delivery);
            late.compareAndSet(null, receipt);
            return receipt;
        };
        try (Relay _ = relay(delayed)) {
            sent.await();
            write(1, 2);
            Relay.Transport unacknowledged = (destination, delivery) -> {
                deliver(destination, delivery);
                await().atMost(Duration.ofSeconds(20)).until(() -> late.get() != null);
                throw new IOException("the response was lost");
            };
            try (Relay _ =
                    Relay.start(here, new Outbox(here), Replicated.NOTHING, unacknowledged, THERE, Telemetry.none())) {
                await().atMost(Duration.ofSeconds(20)).until(() -> late.get() != null);
            }
        }
        assertThat(late.get().log().outcome()).isEqualTo(Receipt.Outcome.DIVERGED);
        try (Relay _ = relay(this::deliver)) {
            write(3);
            eventually(() -> assertThat(effects()).contains(3));
        }
        assertThat(effects()).containsExactly(1, 2, 3);
        assertThat(outbox.destinations().getFirst().restores().divergedAt()).isNull();
        assertThat(inbox.senders().getFirst().restores().divergedAt()).isNull();
    }

    @Test
    void batchesThatTakeTooLongBecomeSmallerAndSeldomTooLargeAgain() {
        AtomicInteger tooLong = new AtomicInteger();
        Relay.Transport slow = (destination, delivery) -> {
            if (delivery.events().size() > 500) {
                tooLong.incrementAndGet();
                throw new HttpTimeoutException("the batch took too long");
            }
            return deliver(destination, delivery);
        };
        writeMany(10_000);
        try (Relay _ = relay(slow)) {
            eventually(() -> assertThat(outbox.destinations())
                    .singleElement()
                    .satisfies(
                            destination -> assertThat(destination.confirmed()).isEqualTo(10_000)));
        }
        assertThat(tooLong.get()).as("of about 25 batches").isBetween(1, 8);
        assertThat(effects()).hasSize(10_000).isSorted();
    }

    private void writeMany(int number) {
        here.write(transaction -> transaction
                .update(Outbox.APPEND + """
                        SELECT :there, 'Counted', jsonb_build_object('n', n) FROM generate_series(1, :number) AS n ORDER BY n
                        """)
                .bind("there", THERE)
                .bind("number", number)
                .execute());
    }

    private static Delivery batch(
            UUID incarnation, long first, List<Delivery.Sent> events, Delivery.@Nullable Range skip, boolean backfill) {
        return new Delivery(
                0L,
                null,
                0L,
                events,
                new Delivery.Section(2, incarnation, 0, first, 5, new Delivery.Place(first - 1, null), skip, backfill),
                null);
    }
}
