package dev.comptoir.platform.outbox;

import dev.comptoir.platform.outbox.Receipt.Outcome;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives deliveries and applies each event exactly once: the position in the sender's log moves in the transaction of the
 * effects. Deliveries of one sender are applied one at a time.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Database database;
    private final EventHandler handler;
    private final InboxMetrics metrics;
    private final DeadLetterBox deadLetters;

    public Inbox(Database database, EventHandler handler, Telemetry telemetry) {
        this.database = database;
        this.handler = handler;
        this.metrics = new InboxMetrics(telemetry);
        this.deadLetters = new DeadLetterBox(database, handler);
    }

    /** The events that could not be applied. */
    public DeadLetterBox deadLetters() {
        return deadLetters;
    }

    /** @throws RuntimeException when the database fails temporarily; the sender retries */
    public Receipt receive(String sender, Delivery delivery) {
        Received received = receiveOnce(sender, delivery);
        if (received.somethingIsNotYetApplied()) {
            deadLetters.retryNotYet();
        }
        return received.receipt();
    }

    /** A receipt, and whether events are kept until others arrive. */
    private record Received(Receipt receipt, boolean somethingIsNotYetApplied) {}

    private Received receiveOnce(String sender, Delivery delivery) {
        try {
            return database.write(transaction -> receive(transaction, sender, delivery, this::applyTogether));
        } catch (RuntimeException failure) {
            boolean tooSlow = SqlFailures.isCancelled(failure);
            if (delivery.events().isEmpty() || (SqlFailures.isLater(failure) && !tooSlow)) {
                throw failure;
            }
            if (tooSlow && delivery.log() != null && delivery.events().size() > 1) {
                return database.write(transaction -> smaller(transaction, sender, delivery));
            }
            LOG.debug("could not apply the batch from {} as a whole, applying its parts", sender, failure);
            return database.write(transaction -> receive(transaction, sender, delivery, this::applyApart));
        }
    }

    /** Applies new events of one sender in order, and returns how many took effect. */
    @FunctionalInterface
    private interface Application {
        int apply(Transaction transaction, String sender, List<Delivery.Sent> events);
    }

    private int applyTogether(Transaction transaction, String sender, List<Delivery.Sent> events) {
        DeadLetterBox.requireDeliverable(events);
        handler.apply(transaction, sender, events);
        return events.size();
    }

    private int applyApart(Transaction transaction, String sender, List<Delivery.Sent> events) {
        int kept = deadLetters.applyApart(transaction, sender, events);
        transaction.afterCommit(() -> metrics.rejected(sender, kept));
        return events.size() - kept;
    }

    private Received receive(Transaction transaction, String sender, Delivery delivery, Application application) {
        InboxSender state = InboxSender.lock(transaction, sender, delivery);
        Delivery.Section log = delivery.log();
        if (log == null) {
            return receiveInFormerForm(transaction, state, delivery, application);
        }
        Reception reception = Reception.of(state, log, delivery.events());
        List<Delivery.Sent> fresh = InboxSender.notInFormerForm(transaction, reception.events());
        int applied = apply(transaction, sender, delivery, fresh, application);
        InboxSender after =
                reception.changesNothing(state, log) ? state : state.record(transaction, reception, log, applied);
        return new Received(
                new Receipt(after.applied(), List.of(), held(transaction, after, delivery, log, reception.outcome())),
                state.kept().untilOthersArrive());
    }

    private int apply(
            Transaction transaction,
            String sender,
            Delivery delivery,
            List<Delivery.Sent> fresh,
            Application application) {
        List<Span> spans =
                fresh.stream().map(event -> metrics.span(sender, event)).toList();
        int applied = fresh.isEmpty() ? 0 : application.apply(transaction, sender, fresh);
        int repeated = delivery.events().size() - fresh.size();
        transaction.afterCommit(() -> {
            spans.forEach(Span::close);
            metrics.applied(sender, fresh, applied, repeated);
        });
        return applied;
    }

    private Received receiveInFormerForm(
            Transaction transaction, InboxSender state, Delivery delivery, Application application) {
        Set<UUID> newIds = InboxSender.storeInFormerForm(transaction, delivery.events());
        List<Delivery.Sent> fresh = delivery.events().stream()
                .filter(event -> newIds.remove(event.id()))
                .toList();
        int applied = apply(transaction, state.name(), delivery, fresh, application);
        return new Received(
                new Receipt(InboxSender.count(transaction, state.name(), applied), List.of(), null),
                state.kept().untilOthersArrive());
    }

    private Receipt.Held held(
            Transaction transaction, InboxSender state, Delivery delivery, Delivery.Section log, Outcome outcome) {
        Map<String, String> digests = delivery.digests();
        if (outcome == Outcome.APPLIED && (digests == null || !state.isComplete(log))) {
            return held(state, outcome, null, null);
        }
        Map<String, String> held = handler.held(transaction, state.name());
        if (outcome != Outcome.APPLIED || digests == null || held.isEmpty()) {
            return held(state, outcome, null, held);
        }
        List<String> differing = digests.keySet().stream()
                .filter(name -> !Objects.equals(digests.get(name), held.get(name)))
                .sorted()
                .toList();
        state.recordDiffering(transaction, differing);
        return differing.isEmpty() ? held(state, outcome, null, null) : held(state, outcome, differing, held);
    }

    private static Receipt.Held held(
            InboxSender state, Outcome outcome, @Nullable List<String> differing, @Nullable Map<String, String> held) {
        return new Receipt.Held(
                outcome,
                state.position(),
                state.database(),
                state.gap(),
                state.kept().ofSender(),
                differing,
                held);
    }

    private Received smaller(Transaction transaction, String sender, Delivery delivery) {
        InboxSender state = InboxSender.lock(transaction, sender, delivery);
        return new Received(new Receipt(state.applied(), List.of(), held(state, Outcome.SMALLER, null, null)), false);
    }

    /**
     * Whether every event that the sender had written at its last contact is applied, and this contact was with the database as
     * it is now: a database that was restored since then may have lost events.
     */
    public static boolean isComplete(Transaction transaction, String sender) {
        return transaction
                .query("""
                        SELECT EXISTS (SELECT FROM inbox_sender WHERE name = :name AND behind = 0 AND heard_in = %s)
                        """.formatted(OutboxLog.SERVER))
                .bind("name", sender)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether a service has sent a batch or a heartbeat in the last time; it sends one every 2 seconds. */
    public static boolean wasHeard(Transaction transaction, String sender, Duration last) {
        return transaction
                .query("""
                        SELECT EXISTS (SELECT FROM inbox_sender WHERE name = :name
                                       AND last_contact > clock_timestamp() - make_interval(secs => :seconds))
                        """)
                .bind("name", sender)
                .bind("seconds", last.toSeconds())
                .mapTo(Boolean.class)
                .one();
    }

    /** The services that send events here, with the figures of their last delivery. */
    public List<Sender> senders() {
        return database.read(InboxSender::all);
    }
}
