package dev.comptoir.platform.outbox;

import dev.comptoir.platform.outbox.Receipt.Outcome;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch means for a receiver. A batch is applied when it follows the receiver's position in the same log; this is the
 * check of Raft's AppendEntries (Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, section 5.3).
 *
 * @param events those that are new here
 * @param position of the receiver after them
 * @param lastEvent the event at this position
 * @param newGap positions that the sender has skipped
 * @param filled positions of the first gap that the batch fills, or that the sender has lost
 * @param lost how many positions the sender has lost
 */
record Reception(
        Outcome outcome,
        List<Delivery.Sent> events,
        long position,
        @Nullable UUID lastEvent,
        Delivery.@Nullable Range newGap,
        Delivery.@Nullable Range filled,
        long lost) {

    static Reception of(InboxSender state, Delivery.Section log, List<Delivery.Sent> events) {
        if (log.last() < state.position()) {
            return refused(Outcome.DIVERGED, state);
        }
        if (log.isBackfill()) {
            return backfill(state, log, events);
        }
        return skips(state, log)
                ? afterSkip(state, log, Objects.requireNonNull(log.skip()), events)
                : inOrder(state, log, events);
    }

    private static Reception refused(Outcome outcome, InboxSender state) {
        return new Reception(outcome, List.of(), state.position(), state.lastEvent(), null, null, 0);
    }

    /** Whether the batch follows the skipped positions, and these follow what is known here. */
    private static boolean skips(InboxSender state, Delivery.Section log) {
        Delivery.Range skip = log.skip();
        return skip != null
                && skip.first() <= state.position() + 1
                && skip.last() > state.position()
                && log.after().position() <= skip.last()
                && log.first() > skip.last();
    }

    private static Reception afterSkip(
            InboxSender state, Delivery.Section log, Delivery.Range skip, List<Delivery.Sent> events) {
        return new Reception(
                Outcome.APPLIED,
                events,
                log.first() + events.size() - 1,
                events.isEmpty() ? log.after().event() : events.getLast().id(),
                new Delivery.Range(state.position() + 1, skip.last()),
                null,
                0);
    }

    private static Reception inOrder(InboxSender state, Delivery.Section log, List<Delivery.Sent> events) {
        long position = state.position();
        Delivery.Place after = log.after();
        if (after.position() > position) {
            return refused(Outcome.RESEND, state);
        }
        if (after.position() == position) {
            return same(after.event(), state.lastEvent())
                    ? applied(state, log, events, 0)
                    : refused(Outcome.DIVERGED, state);
        }
        long place = position - log.first();
        if (place < 0) {
            return position <= log.startedAfter() ? applied(state, log, events, 0) : refused(Outcome.DIVERGED, state);
        }
        if (place >= events.size()) {
            return refused(Outcome.APPLIED, state);
        }
        return same(events.get((int) place).id(), state.lastEvent())
                ? applied(state, log, events, (int) place + 1)
                : refused(Outcome.DIVERGED, state);
    }

    /** Without an id there is nothing to compare: the event was deleted after its retention. */
    private static boolean same(@Nullable UUID sent, @Nullable UUID held) {
        return sent == null || held == null || sent.equals(held);
    }

    private static Reception applied(InboxSender state, Delivery.Section log, List<Delivery.Sent> events, int known) {
        List<Delivery.Sent> fresh = events.subList(known, events.size());
        return new Reception(
                Outcome.APPLIED,
                fresh,
                log.first() + events.size() - 1,
                fresh.isEmpty() ? state.lastEvent() : fresh.getLast().id(),
                null,
                null,
                0);
    }

    private static Reception backfill(InboxSender state, Delivery.Section log, List<Delivery.Sent> events) {
        Delivery.Range gap = state.gap();
        long next = log.first() + events.size();
        if (gap == null || next <= gap.first() || next > gap.last() + 1) {
            return refused(Outcome.APPLIED, state);
        }
        int known = (int) Math.max(0, gap.first() - log.first());
        return new Reception(
                Outcome.APPLIED,
                events.subList(known, events.size()),
                state.position(),
                state.lastEvent(),
                null,
                new Delivery.Range(gap.first(), next - 1),
                Math.max(0, log.first() - gap.first()));
    }

    /** Whether nothing changes here. */
    boolean changesNothing(InboxSender state, Delivery.Section log) {
        return outcome == Outcome.APPLIED
                && events.isEmpty()
                && newGap == null
                && filled == null
                && position == state.position()
                && log.incarnation().equals(state.incarnation());
    }

    /** Opens and closes gaps. */
    void gaps(Transaction transaction, String sender) {
        if (newGap != null) {
            transaction
                    .update("INSERT INTO inbox_gap (sender, first, last) VALUES (:sender, :first, :last)")
                    .bind("sender", sender)
                    .bind("first", newGap.first())
                    .bind("last", newGap.last())
                    .execute();
        }
        if (filled != null) {
            fill(transaction, sender, filled);
        }
    }

    private static void fill(Transaction transaction, String sender, Delivery.Range filled) {
        transaction
                .update("DELETE FROM inbox_gap WHERE sender = :sender AND first = :first AND last <= :last")
                .bind("sender", sender)
                .bind("first", filled.first())
                .bind("last", filled.last())
                .execute();
        transaction
                .update("UPDATE inbox_gap SET first = :last + 1 WHERE sender = :sender AND first = :first")
                .bind("sender", sender)
                .bind("first", filled.first())
                .bind("last", filled.last())
                .execute();
    }
}
