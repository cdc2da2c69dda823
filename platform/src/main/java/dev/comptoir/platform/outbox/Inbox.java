package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives deliveries and applies each event exactly once: its id is stored in the transaction of its effect, and never
 * deleted. Deliveries of one sender are applied one at a time.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int ERROR_LIMIT = 500;
    private static final int SENDER_LIMIT = 1_000;

    private final Database database;
    private final EventHandler handler;
    private final Traces traces;
    private final CounterFamily events;
    private final HistogramFamily lag;

    public Inbox(Database database, EventHandler handler, Telemetry telemetry) {
        this.database = database;
        this.handler = handler;
        this.traces = telemetry.traces();
        this.events = telemetry
                .metrics()
                .counter("comptoir.inbox.events", "Events received, by outcome", "sender", "outcome");
        this.lag = telemetry
                .metrics()
                .histogram(
                        "comptoir.inbox.lag",
                        "Time from an event's creation at the sender to its effect here",
                        Buckets.LAG,
                        "sender");
    }

    /** @throws RuntimeException when the database fails temporarily; the sender retries */
    public Delivery.Receipt receive(String sender, Delivery delivery) {
        try {
            long applied = database.write(transaction -> apply(transaction, sender, delivery, delivery.events()));
            return new Delivery.Receipt(applied, List.of());
        } catch (RuntimeException failure) {
            if (SqlFailures.isTransient(failure) || delivery.events().isEmpty()) {
                throw failure;
            }
            LOG.warn("could not apply the batch from {} as a whole, applying its events one by one", sender, failure);
            return receiveOneByOne(sender, delivery);
        }
    }

    private Delivery.Receipt receiveOneByOne(String sender, Delivery delivery) {
        List<Delivery.Rejected> rejected = new ArrayList<>();
        for (Delivery.Sent event : delivery.events()) {
            try {
                database.write(transaction -> apply(transaction, sender, delivery, List.of(event)));
            } catch (RuntimeException failure) {
                if (SqlFailures.isTransient(failure)) {
                    throw failure;
                }
                LOG.warn("rejected event {} of type {} from {}", event.id(), event.type(), sender, failure);
                rejected.add(new Delivery.Rejected(event.id(), reason(failure)));
                this.events.add(1, sender, "rejected");
            }
        }
        long applied = database.write(transaction -> apply(transaction, sender, delivery, List.of()));
        return new Delivery.Receipt(applied, rejected);
    }

    private long apply(Transaction transaction, String sender, Delivery delivery, List<Delivery.Sent> events) {
        lock(transaction, sender, delivery);
        Set<UUID> newIds = store(transaction, events);
        List<Delivery.Sent> fresh =
                events.stream().filter(event -> newIds.remove(event.id())).toList();
        List<Span> spans = fresh.stream().map(event -> span(sender, event)).toList();
        if (!fresh.isEmpty()) {
            handler.apply(transaction, sender, fresh);
        }
        transaction.afterCommit(() -> {
            spans.forEach(Span::close);
            record(sender, events.size() - fresh.size(), fresh);
        });
        return count(transaction, sender, fresh.size());
    }

    private Span span(String sender, Delivery.Sent event) {
        return traces.processing(event.type(), event.id(), event.trace()).attribute("comptoir.event.sender", sender);
    }

    private void record(String sender, int repeated, List<Delivery.Sent> fresh) {
        events.add(fresh.size(), sender, "applied");
        events.add(repeated, sender, "duplicate");
        Instant now = Instant.now();
        fresh.forEach(event ->
                event.writtenAt().ifPresent(writtenAt -> lag.record(Duration.between(writtenAt, now), sender)));
    }

    private static void lock(Transaction transaction, String sender, Delivery delivery) {
        try (Update update = transaction.update("""
                        INSERT INTO inbox_sender AS s (name, waiting, oldest_at, parked, last_contact)
                        VALUES (:name, :backlog, :oldestAt, :deadLetters, clock_timestamp())
                        ON CONFLICT (name) DO UPDATE
                        SET waiting = excluded.waiting, oldest_at = excluded.oldest_at, parked = excluded.parked,
                            last_contact = excluded.last_contact
                        """)) {
            update.bind("name", sender)
                    .bind("backlog", delivery.backlog())
                    .bindByType("oldestAt", delivery.oldestAt(), Instant.class)
                    .bind("deadLetters", delivery.deadLetters())
                    .execute();
        }
    }

    private static Set<UUID> store(Transaction transaction, List<Delivery.Sent> events) {
        if (events.isEmpty()) {
            return new HashSet<>();
        }
        return new HashSet<>(transaction
                .query("""
                        INSERT INTO inbox_event (event_id) SELECT unnest(:ids)
                        ON CONFLICT DO NOTHING RETURNING event_id
                        """)
                .bindArray(
                        "ids",
                        UUID.class,
                        events.stream().map(Delivery.Sent::id).toList())
                .mapTo(UUID.class)
                .list());
    }

    private static long count(Transaction transaction, String sender, int fresh) {
        return transaction
                .query("UPDATE inbox_sender SET applied = applied + :fresh WHERE name = :name RETURNING applied")
                .bind("fresh", fresh)
                .bind("name", sender)
                .mapTo(Long.class)
                .one();
    }

    /** The services that send events here, with the figures of their last delivery. */
    public List<Sender> senders() {
        return database.read(sql -> sql.createQuery("""
                        SELECT name, applied, waiting, oldest_at, parked, last_contact FROM inbox_sender
                        ORDER BY name LIMIT :limit
                        """)
                .bind("limit", SENDER_LIMIT)
                .map(row -> new Sender(
                        row.getColumn("name", String.class),
                        row.getColumn("applied", Long.class),
                        row.getColumn("waiting", Long.class),
                        row.getColumn("oldest_at", Instant.class),
                        row.getColumn("parked", Long.class),
                        row.getColumn("last_contact", Instant.class)))
                .list());
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return reason.length() > ERROR_LIMIT ? reason.substring(0, ERROR_LIMIT) : reason;
    }

    /**
     * A service whose events are applied here.
     *
     * @param applied how many of them have ever taken effect
     * @param backlog how many events it had still to send at its last contact
     * @param oldestAt when the oldest of them was written
     * @param deadLetters how many of its events this service has rejected for good
     */
    public record Sender(
            String name,
            long applied,
            long backlog,
            @Nullable Instant oldestAt,
            long deadLetters,
            Instant lastContact) {}
}
