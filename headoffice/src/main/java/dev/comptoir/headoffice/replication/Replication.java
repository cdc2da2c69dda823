package dev.comptoir.headoffice.replication;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Traces;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Sends changes to every other service. The services are listed in the database, so that an instance with an older
 * configuration also writes events for a service that another instance has added.
 */
public final class Replication {
    /**
     * Writes the row {@code event (payload)} of a statement for every service, in the current epoch. The condition is always
     * true; it locks the table, no row, before the statement reads it, so that {@link #holdChanges} holds up the statement.
     */
    public static final String PUBLISH = Outbox.APPEND_TRACED + """
            SELECT peer.name, :type,
                   event.payload || jsonb_build_object('epoch', (SELECT epoch FROM replication_epoch)), :trace
            FROM event, introduced_peer AS peer
            WHERE NOT EXISTS (SELECT FROM introduced_peer WHERE false FOR KEY SHARE)
            ORDER BY peer.name LIMIT :peersLimit
            """;

    private static final int PEERS_LIMIT = 1_000;

    /** Events that one statement appends. */
    private static final int PIECE_EVENTS = 1_000;

    /** The statement that writes the event reads the epoch. */
    private static final long UNKNOWN_EPOCH = 0;

    private final Outbox outbox;

    public Replication(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Writes an event for every service, in the transaction of the change and in the current epoch. */
    public void publish(Transaction transaction, Event.Change change) {
        bind(transaction.update("WITH event AS (SELECT cast(:payload AS jsonb) AS payload) " + PUBLISH), change)
                .execute();
        transaction.afterCommit(this::wake);
    }

    /** Binds what {@link #PUBLISH} needs, and the event as {@code :payload}. */
    public static <S extends SqlStatement<S>> S bind(S statement, Event.Change change) {
        Event event = change.inEpoch(UNKNOWN_EPOCH);
        return statement
                .bind("type", Events.typeOf(event))
                .bind("payload", Events.write(event))
                .bindByType("trace", Traces.here(), String.class)
                .bind("peersLimit", PEERS_LIMIT);
    }

    /** Wakes the relays; to be called after the commit of published events. */
    public void wake() {
        outbox.wake();
    }

    /** The epoch of changes that are published now. */
    public static long epoch(Transaction transaction) {
        return transaction
                .query("SELECT epoch FROM replication_epoch")
                .mapTo(Long.class)
                .one();
    }

    /**
     * Waits for changes in progress and holds up later ones until the transaction ends, so that every change is either in the
     * snapshot that follows or sent after it.
     */
    public static void holdChanges(Transaction transaction) {
        transaction.sql().execute("LOCK TABLE introduced_peer IN EXCLUSIVE MODE");
    }

    /** Adds a service; false when it was added before. */
    public static boolean add(Transaction transaction, String peer) {
        return transaction
                        .update("INSERT INTO introduced_peer (name) VALUES (:name) ON CONFLICT DO NOTHING")
                        .bind("name", peer)
                        .execute()
                == 1;
    }

    /**
     * Begins an epoch; the transaction holds up changes.
     *
     * @param seen the highest epoch that a destination has events of
     */
    public static long beginEpoch(Transaction transaction, long seen) {
        return transaction
                .query("UPDATE replication_epoch SET epoch = greatest(epoch, :seen) + 1 RETURNING epoch")
                .bind("seen", seen)
                .mapTo(Long.class)
                .one();
    }

    /** Writes events for one service, in this order and in pieces. */
    public void append(Transaction transaction, String peer, List<? extends Event> events) {
        for (int from = 0; from < events.size(); from += PIECE_EVENTS) {
            appendPiece(transaction, peer, events.subList(from, Math.min(from + PIECE_EVENTS, events.size())));
        }
        transaction.afterCommit(this::wake);
    }

    private static void appendPiece(Transaction transaction, String peer, List<? extends Event> events) {
        transaction
                .update(Outbox.APPEND + """
                        SELECT :peer, type, cast(payload AS jsonb)
                        FROM unnest(:types, :payloads) WITH ORDINALITY AS event (type, payload, place)
                        ORDER BY place LIMIT :limit
                        """)
                .bind("peer", peer)
                .bindArray(
                        "types",
                        String.class,
                        events.stream().map(Events::typeOf).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        events.stream().map(Events::write).toList())
                .bind("limit", PIECE_EVENTS)
                .execute();
    }
}
