package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that could not be applied. Those that depend on others are tried again whenever something arrives; the rest waits until
 * somebody settles it. No other event waits behind them.
 */
public final class DeadLetterBox {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
    private static final int ERROR_LIMIT = 500;
    private static final int RETRY_LIMIT = 200;
    private static final int SENDER_LIMIT = 1_000;
    private static final int SETTLED_AT_ONCE = 500;

    private static final String KEEP = """
            INSERT INTO dead_letter (sender, event_id, type, payload, trace, kind, error)
            SELECT :sender, * FROM unnest(:ids, :types, :payloads, :traces, :kinds, :errors)
            ON CONFLICT (sender, event_id) DO NOTHING
            """;

    private final Database database;
    private final EventHandler handler;

    DeadLetterBox(Database database, EventHandler handler) {
        this.database = database;
        this.handler = handler;
    }

    /** Why an event is kept. */
    enum Kind {
        NOT_YET,
        NEVER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An event with the reason why it could not be applied. */
    private record Failed(Delivery.Sent event, Kind kind, String error) {
        static Failed of(Delivery.Sent event, RuntimeException failure) {
            boolean later = failure instanceof NotYet;
            return new Failed(event, later ? Kind.NOT_YET : Kind.NEVER, reason(failure));
        }
    }

    /** An event of the box. */
    private record Letter(long id, String sender, Delivery.Sent event) {
        static Letter read(RowView row) {
            return new Letter(
                    row.getColumn("id", Long.class),
                    row.getColumn("sender", String.class),
                    new Delivery.Sent(
                            row.getColumn("event_id", UUID.class),
                            row.getColumn("type", String.class),
                            row.getColumn("payload", String.class),
                            row.getColumn("trace", String.class)));
        }
    }

    static void requireDeliverable(List<Delivery.Sent> events) {
        for (Delivery.Sent event : events) {
            if (event.undeliverable() != null) {
                throw new IllegalArgumentException(event.undeliverable());
            }
        }
    }

    /** Applies what can be applied of a batch, in order, and keeps the rest; returns how many events are kept. */
    int applyApart(Transaction transaction, String sender, List<Delivery.Sent> events) {
        List<Failed> failed = new ArrayList<>();
        List<Delivery.Sent> readable = new ArrayList<>(events.size());
        for (Delivery.Sent event : events) {
            try {
                requireDeliverable(List.of(event));
                handler.requireReadable(event);
                readable.add(event);
            } catch (RuntimeException unreadable) {
                failed.add(Failed.of(event, unreadable));
            }
        }
        applyHalves(transaction, sender, readable, failed);
        keep(transaction, sender, failed);
        return failed.size();
    }

    private void applyHalves(Transaction transaction, String sender, List<Delivery.Sent> events, List<Failed> failed) {
        if (events.isEmpty()) {
            return;
        }
        try {
            transaction.attempt(() -> handler.apply(transaction, sender, events));
        } catch (RuntimeException failure) {
            boolean statementTimeout = SqlFailures.isCancelled(failure);
            if (SqlFailures.isLater(failure) && !statementTimeout) {
                throw failure;
            }
            if (events.size() == 1) {
                failed.add(Failed.of(events.getFirst(), failure));
                return;
            }
            int half = events.size() / 2;
            applyHalves(transaction, sender, events.subList(0, half), failed);
            applyHalves(transaction, sender, events.subList(half, events.size()), failed);
        }
    }

    private static void keep(Transaction transaction, String sender, List<Failed> failed) {
        if (failed.isEmpty()) {
            return;
        }
        report(sender, failed.size(), failed.getFirst());
        transaction
                .update(KEEP)
                .bind("sender", sender)
                .bindArray("ids", UUID.class, column(failed, one -> one.event().id()))
                .bindArray(
                        "types", String.class, column(failed, one -> one.event().type()))
                .bindArray(
                        "payloads",
                        String.class,
                        column(failed, one -> one.event().payload()))
                .bindArray(
                        "traces",
                        String.class,
                        column(failed, one -> one.event().trace()))
                .bindArray(
                        "kinds", String.class, column(failed, one -> one.kind().word()))
                .bindArray("errors", String.class, column(failed, Failed::error))
                .execute();
    }

    /** One line for a batch, however many of its events failed. */
    private static void report(String sender, int count, Failed first) {
        LOG.warn(
                "kept {} events from {} as dead letters; the first one is {} of type {}: {}",
                count,
                sender,
                first.event().id(),
                first.event().type(),
                first.error());
    }

    private static @Nullable Object[] column(List<Failed> failed, Function<Failed, @Nullable Object> value) {
        return failed.stream().map(value).toArray();
    }

    /**
     * Which events somebody settles; absent members choose all.
     *
     * @param ids of the events
     */
    public record Choice(
            @Nullable List<UUID> ids,
            @Nullable String sender,
            @Nullable String type) {}

    /** A decision of a person; {@code reason} is recorded. */
    public record Decision(Action action, String reason, String by) {}

    /** What somebody does with an event that was kept. */
    public enum Action {
        RETRY,
        DISCARD
    }

    /** How many events were settled, and how many are still kept because they could not be applied. */
    public record Settled(int settled, int kept) {}

    /** Settles events in the order of their arrival, each recorded. Those that still cannot be applied are kept. */
    public Settled settle(Choice choice, Decision decision) {
        Settled total = new Settled(0, 0);
        long after = 0;
        while (true) {
            long from = after;
            Round round = database.write(transaction -> settle(transaction, choice, decision, from));
            total = new Settled(total.settled() + round.settled(), total.kept() + round.kept());
            if (round.settled() + round.kept() < SETTLED_AT_ONCE) {
                return total;
            }
            after = round.last();
        }
    }

    /** One transaction of a settlement. */
    private record Round(int settled, int kept, long last) {}

    private Round settle(Transaction transaction, Choice choice, Decision decision, long after) {
        lockSenders(transaction);
        List<Letter> letters = chosen(transaction, choice, after);
        List<Letter> settled = switch (decision.action()) {
            case DISCARD -> letters;
            case RETRY ->
                letters.stream().filter(letter -> applied(transaction, letter)).toList();
        };
        record(transaction, settled, decision);
        return new Round(
                settled.size(),
                letters.size() - settled.size(),
                letters.isEmpty() ? after : letters.getLast().id());
    }

    private static List<Letter> chosen(Transaction transaction, Choice choice, long after) {
        List<UUID> ids = choice.ids();
        return transaction
                .query("""
                        SELECT id, sender, event_id, type, payload, trace FROM dead_letter
                        WHERE id > :after AND (:all OR event_id = ANY(:ids))
                          AND (:sender IS NULL OR sender = :sender) AND (:type IS NULL OR type = :type)
                        ORDER BY id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("all", ids == null)
                .bindArray("ids", UUID.class, ids == null ? List.of() : ids)
                .bindByType("sender", choice.sender(), String.class)
                .bindByType("type", choice.type(), String.class)
                .bind("limit", SETTLED_AT_ONCE)
                .map(Letter::read)
                .list();
    }

    /** Removes events, and records the decision. */
    private static void record(Transaction transaction, List<Letter> letters, Decision decision) {
        transaction
                .update("""
                        WITH settled AS (DELETE FROM dead_letter WHERE id = ANY(:ids) RETURNING *)
                        INSERT INTO dead_letter_settlement (sender, event_id, type, payload, error, action, reason, settled_by)
                        SELECT sender, event_id, type, payload, error, :action, :reason, :by FROM settled ORDER BY id
                        """)
                .bindArray("ids", Long.class, letters.stream().map(Letter::id).toArray())
                .bind("action", decision.action() == Action.RETRY ? "applied" : "discarded")
                .bind("reason", decision.reason())
                .bind("by", decision.by())
                .execute();
    }

    /** Tries the events that depend on others again, until none of them can be applied. */
    void retryNotYet() {
        try {
            while (database.write(this::retryLeastRecentlyTried) > 0) {
                LOG.debug("applied events that depended on others");
            }
        } catch (RuntimeException failure) {
            LOG.warn("could not try deferred events again, will try later", failure);
        }
    }

    private int retryLeastRecentlyTried(Transaction transaction) {
        lockSenders(transaction);
        List<Letter> letters = transaction
                .query("""
                        SELECT id, sender, event_id, type, payload, trace FROM (
                            SELECT * FROM dead_letter WHERE kind = 'not-yet' ORDER BY tried_at LIMIT :limit
                            FOR UPDATE SKIP LOCKED) AS chosen
                        ORDER BY id
                        """)
                .bind("limit", RETRY_LIMIT)
                .map(Letter::read)
                .list();
        return (int) letters.stream()
                .filter(letter -> appliedAndRemoved(transaction, letter))
                .count();
    }

    /** A delivery locks its sender before everything else; the same order excludes deadlocks. */
    private static void lockSenders(Transaction transaction) {
        transaction.query("""
                        SELECT name FROM inbox_sender s
                        WHERE EXISTS (SELECT FROM dead_letter d WHERE d.sender = s.name)
                        ORDER BY name LIMIT :limit FOR UPDATE
                        """).bind("limit", SENDER_LIMIT).mapTo(String.class).list();
    }

    /** Applies one event of the box and removes it, or records why it still cannot be applied. */
    private boolean appliedAndRemoved(Transaction transaction, Letter letter) {
        if (!applied(transaction, letter)) {
            return false;
        }
        transaction
                .update("DELETE FROM dead_letter WHERE id = :id")
                .bind("id", letter.id())
                .execute();
        return true;
    }

    private boolean applied(Transaction transaction, Letter letter) {
        try {
            transaction.attempt(() -> handler.apply(transaction, letter.sender(), List.of(letter.event())));
        } catch (RuntimeException failure) {
            if (SqlFailures.isLater(failure) && !SqlFailures.isCancelled(failure)) {
                throw failure;
            }
            recordAttempt(transaction, letter, Failed.of(letter.event(), failure));
            return false;
        }
        InboxSender.count(transaction, letter.sender(), 1);
        return true;
    }

    private static void recordAttempt(Transaction transaction, Letter letter, Failed failed) {
        transaction
                .update("""
                        UPDATE dead_letter
                        SET kind = :kind, error = :error, attempts = attempts + 1, tried_at = clock_timestamp()
                        WHERE id = :id
                        """)
                .bind("kind", failed.kind().word())
                .bind("error", failed.error())
                .bind("id", letter.id())
                .execute();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return reason.length() > ERROR_LIMIT ? reason.substring(0, ERROR_LIMIT) : reason;
    }
}
