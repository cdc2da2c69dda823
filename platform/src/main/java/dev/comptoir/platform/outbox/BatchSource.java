package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses what a relay sends next. It is used by the relay's thread only. */
final class BatchSource {
    /** When nothing is waiting, a heartbeat is sent this long after the one before. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /** By how many events a batch may be larger after each one that was applied, as TCP's congestion window grows. */
    private static final int GROWTH = 50;

    /** After the crash of an instance, the relay of another one takes over this late at most. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration BACKLOG_COUNTED_EVERY = Duration.ofSeconds(1);

    private final UUID relay = UUID.randomUUID();
    private final OutboxLog log;
    private final String destination;
    private final Replicated replicated;
    private int limit = Delivery.BATCH_LIMIT;
    private @Nullable UUID undeliverable;
    private Delivery.@Nullable Range skip;
    private Delivery.@Nullable Range gap;
    private boolean gapIsNext;
    private Instant heartbeatAt = Instant.EPOCH;
    private OutboxLog.Backlog backlog = new OutboxLog.Backlog(0, null);
    private Instant backlogAt = Instant.EPOCH;

    BatchSource(OutboxLog log, String destination, Replicated replicated) {
        this.log = log;
        this.destination = destination;
        this.replicated = replicated;
    }

    /** What the relay does next. */
    sealed interface Next {}

    /** The relay of another instance delivers. */
    record Busy() implements Next {}

    /** There is nothing to send. */
    record Idle() implements Next {}

    /**
     * A batch of the log in this incarnation.
     *
     * @param relay that has the lease
     * @param endsLog whether no event was waiting behind it
     */
    record Batch(UUID incarnation, UUID relay, Delivery delivery, boolean endsLog) implements Next {
        List<Delivery.Sent> events() {
            return delivery.events();
        }

        boolean isHeartbeat() {
            return events().isEmpty() && !section().isBackfill();
        }

        Delivery.Section section() {
            return Objects.requireNonNull(delivery.log());
        }

        long lastPosition() {
            return section().first() + events().size() - 1;
        }
    }

    Next next(Transaction transaction) {
        if (!log.lock(transaction)) {
            return new Busy();
        }
        OutboxLog.State state = log.read(transaction).inThisRun();
        if (state.lease() != null && !state.lease().equals(relay)) {
            return new Busy();
        }
        if (gap != null && gapIsNext) {
            return backfill(transaction, state, gap);
        }
        Newest newest = newest(transaction, state);
        if (!newest.entries().isEmpty()) {
            return batch(transaction, newest, null);
        }
        return gap == null ? heartbeat(transaction, state) : backfill(transaction, state, gap);
    }

    /**
     * The oldest events that are not confirmed, and the log with their positions.
     *
     * @param before the newest event before them; absent when it has to be read
     * @param more whether events without a position may wait behind them
     */
    private record Newest(
            OutboxLog.State state, List<OutboxLog.Entry> entries, Delivery.@Nullable Place before, boolean more) {}

    /** Positions that are not confirmed may have no event: a restored log starts after what it has lost. */
    private Newest newest(Transaction transaction, OutboxLog.State state) {
        List<OutboxLog.Entry> unconfirmed = from(transaction, state.confirmed() + 1, state.numbered());
        if (!unconfirmed.isEmpty()) {
            return new Newest(state, unconfirmed, null, true);
        }
        return log.number(transaction, state.numbered(), limit)
                .map(fresh -> new Newest(state.numberedTo(fresh.last()), fresh.entries(), fresh.before(), false))
                .orElseGet(() -> new Newest(state, List.of(), null, false));
    }

    private List<OutboxLog.Entry> from(Transaction transaction, long first, long last) {
        return first > last ? List.of() : log.from(transaction, first, last, limit);
    }

    /** The digests are computed before the log is found empty: every change that they contain has been delivered. */
    private Next heartbeat(Transaction transaction, OutboxLog.State state) {
        if (Instant.now().isBefore(heartbeatAt.plus(HEARTBEAT))) {
            return new Idle();
        }
        Map<String, String> digests = replicated.digests(transaction, destination);
        Newest late = newest(transaction, state);
        if (late.entries().isEmpty()) {
            heartbeatAt = Instant.now();
        }
        return batch(transaction, late, late.entries().isEmpty() && !digests.isEmpty() ? digests : null);
    }

    private Batch batch(Transaction transaction, Newest newest, @Nullable Map<String, String> digests) {
        OutboxLog.State state = newest.state();
        List<OutboxLog.Entry> entries = newest.entries();
        long numbered = state.numbered();
        long first = entries.isEmpty() ? numbered + 1 : entries.getFirst().position();
        Delivery.Section section = new Delivery.Section(
                Delivery.Section.VERSION,
                state.incarnation(),
                state.startedAfter(),
                first,
                numbered,
                newest.before() == null ? log.placeAt(transaction, first - 1) : newest.before(),
                skip,
                null);
        log.lease(transaction, state, relay, LEASE);
        gapIsNext = true;
        boolean more = newest.more() || numbered > state.confirmed() + entries.size();
        OutboxLog.Backlog waiting = backlog(transaction, entries, more);
        return new Batch(
                state.incarnation(),
                relay,
                new Delivery(waiting.events(), waiting.oldestAt(), 0L, sent(entries), section, digests),
                !more && entries.size() < limit);
    }

    private Batch backfill(Transaction transaction, OutboxLog.State state, Delivery.Range range) {
        List<OutboxLog.Entry> entries = log.from(transaction, range.first(), range.last(), limit);
        long first = entries.isEmpty() ? range.last() + 1 : entries.getFirst().position();
        Delivery.Section section = new Delivery.Section(
                Delivery.Section.VERSION,
                state.incarnation(),
                state.startedAfter(),
                first,
                state.numbered(),
                new Delivery.Place(first - 1, null),
                null,
                true);
        log.lease(transaction, state, relay, LEASE);
        gapIsNext = false;
        OutboxLog.Backlog waiting = backlog(transaction, entries, true);
        long again = range.last() - first + 1;
        return new Batch(
                state.incarnation(),
                relay,
                new Delivery(waiting.events() + again, waiting.oldestAt(), 0L, sent(entries), section, null),
                false);
    }

    private List<Delivery.Sent> sent(List<OutboxLog.Entry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Delivery.Sent event = entries.getFirst().event();
        if (entries.size() == 1 && event.id().equals(undeliverable)) {
            return List.of(event.withoutPayload(
                    "the event is too large to be delivered: " + event.payload().length() + " characters"));
        }
        return entries.stream().map(OutboxLog.Entry::event).toList();
    }

    private OutboxLog.Backlog backlog(Transaction transaction, List<OutboxLog.Entry> entries, boolean more) {
        if (!more && entries.size() < limit) {
            return new OutboxLog.Backlog(
                    entries.size(),
                    entries.isEmpty()
                            ? null
                            : entries.getFirst().event().writtenAt().orElse(null));
        }
        if (Instant.now().isAfter(backlogAt.plus(BACKLOG_COUNTED_EVERY))) {
            backlog = log.backlog(transaction);
            backlogAt = Instant.now();
        }
        return backlog;
    }

    /** Adapts to a receipt for an applied batch. */
    void applied(Delivery.@Nullable Range openGap) {
        limit = Math.min(Delivery.BATCH_LIMIT, limit + GROWTH);
        skip = null;
        gap = openGap;
    }

    /** The positions are declared as skipped with the next batch, and follow as a backfill. */
    void skip(Delivery.Range positions) {
        skip = positions;
    }

    /** The next batch is half as large as one of these many events. */
    void halve(int events) {
        limit = Math.max(1, events / 2);
    }

    /** The next batch is half as large; an event that is too large even alone is sent without its payload. */
    void halveBecauseTooLarge(List<Delivery.Sent> events) {
        undeliverable = events.size() == 1 ? events.getFirst().id() : null;
        halve(events.size());
    }
}
