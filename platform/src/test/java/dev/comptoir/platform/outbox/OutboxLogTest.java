package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a destination: positions, the lease, and what is read into memory. */
class OutboxLogTest {
    private static final String THERE = "there";
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final UUID RECEIVER = UUID.randomUUID();

    private final Database here = Database.open(
            TestPostgres.newDatabase("here").settings(), "classpath:dev/comptoir/platform/testmigrations");
    private final Outbox outbox = new Outbox(here);
    private final OutboxLog log = new OutboxLog(THERE);

    @AfterEach
    void close() {
        here.close();
    }

    private <T> T write(Function<Transaction, T> work) {
        return here.write(work);
    }

    private void change(Consumer<Transaction> work) {
        write(transaction -> {
            work.accept(transaction);
            return transaction;
        });
    }

    private void append(int events, int characters) {
        String payload = "{\"text\": \"" + "x".repeat(characters) + "\"}";
        change(transaction ->
                IntStream.range(0, events).forEach(number -> outbox.append(transaction, THERE, "Counted", payload)));
    }

    private static BatchSource.Batch batch(OutboxLog.State state, UUID relay, long first, List<Delivery.Sent> events) {
        return new BatchSource.Batch(
                state.incarnation(),
                relay,
                new Delivery(
                        0L,
                        null,
                        0L,
                        events,
                        new Delivery.Section(
                                2, state.incarnation(), 0, first, 5, new Delivery.Place(first - 1, null), null, null),
                        null),
                true);
    }

    @Test
    void aReceiptForARelayThatHasNoLeaseAnyMoreConfirmsNothing() {
        append(5, 1);
        OutboxLog.State state = write(transaction -> log.read(transaction).inThisRun());
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        long numbered = number(0);
        change(transaction -> log.lease(transaction, state.numberedTo(numbered), first, LEASE));
        List<Delivery.Sent> events = write(transaction -> log.from(transaction, 1, 5, 10)).stream()
                .map(OutboxLog.Entry::event)
                .toList();
        Receipt.Held held = new Receipt.Held(Receipt.Outcome.APPLIED, 5, RECEIVER, null, null, null, null);
        change(transaction -> log.lease(transaction, state.numberedTo(numbered), second, LEASE));

        change(transaction -> log.confirm(transaction.sql(), batch(state, first, 1, events), held));
        OutboxLog.State stale = write(log::read);
        assertThat(stale.confirmed()).isZero();
        assertThat(stale.unsureAfter())
                .as("the position before this run of the server")
                .isZero();
        assertThat(stale.lease()).isEqualTo(second);

        change(transaction -> log.confirmInFormerForm(transaction, batch(state, first, 1, events), 5));
        assertThat(write(log::read).confirmed()).isZero();

        change(transaction -> log.confirm(transaction.sql(), batch(state, second, 1, events), held));
        OutboxLog.State confirmed = write(log::read);
        assertThat(confirmed.confirmed()).isEqualTo(5);
        assertThat(confirmed.unsureAfter()).isNull();
        assertThat(confirmed.lease()).isNull();
    }

    @Test
    void aBatchEndsBeforeItIsTooLargeAndHasAtLeastOneEvent() {
        append(1, 5_000_000);
        append(8, 1_000_000);
        assertThat(number(0)).isEqualTo(9);
        assertThat(positions(1)).containsExactly(1L);
        assertThat(positions(2)).containsExactly(2L, 3L, 4L);
        assertThat(positions(9)).containsExactly(9L);
        change(transaction ->
                transaction.update("DELETE FROM outbox_log WHERE position = 3").execute());
        assertThat(positions(2)).as("up to a gap").containsExactly(2L);
    }

    @Test
    void aBatchThatIsSentAgainDoesNotEndTheLog() {
        BatchSource source = new BatchSource(log, THERE, Replicated.NOTHING);
        append(1, 1);
        BatchSource.Batch unanswered = (BatchSource.Batch) write(source::next);
        assertThat(unanswered.endsLog()).isTrue();
        append(1, 1);
        BatchSource.Batch again = (BatchSource.Batch) write(source::next);
        assertThat(again.events()).isEqualTo(unanswered.events());
        assertThat(again.endsLog())
                .as("another event waits, which must not wait for the next heartbeat")
                .isFalse();
        assertThat(again.delivery().backlog()).isEqualTo(2);
    }

    private long number(long after) {
        return write(transaction -> log.number(transaction, after, 1_000)
                .map(OutboxLog.Numbered::last)
                .orElse(after));
    }

    private List<Long> positions(long first) {
        return write(transaction -> log.from(transaction, first, 9, 1_000)).stream()
                .map(OutboxLog.Entry::position)
                .toList();
    }

    @Test
    void rejectedEventsAreFoundInTheirBatchByPosition() {
        append(5, 1);
        OutboxLog.State state = write(log::read);
        assertThat(number(0)).isEqualTo(5);
        List<Delivery.Sent> events = write(transaction -> log.from(transaction, 2, 4, 10)).stream()
                .map(OutboxLog.Entry::event)
                .toList();
        List<UUID> rejected = List.of(events.get(0).id(), events.get(2).id(), UUID.randomUUID());
        change(transaction -> log.appendAgain(transaction, batch(state, UUID.randomUUID(), 2, events), rejected));
        assertThat(number(5)).isEqualTo(7);
        List<OutboxLog.Entry> again = write(transaction -> log.from(transaction, 6, 7, 10));
        assertThat(again)
                .extracting(entry -> entry.event().id())
                .containsExactly(events.get(0).id(), events.get(2).id());
    }
}
