package dev.comptoir.headoffice.propagation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Sender;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each store deployment and the warehouse are in step with the head office, both ways. */
public final class PropagationApi {
    /** The lowest version of a product change that destination d has not confirmed; an index finds it in a log of any length. */
    private static final String FIRST_UNDELIVERED = """
            SELECT min(version) AS version FROM (
                (SELECT (payload ->> 'version')::bigint AS version FROM outbox_log
                 WHERE destination = d.name AND position > d.confirmed AND type = 'ProductChanged'
                 ORDER BY position LIMIT 1)
                UNION ALL
                (SELECT (payload ->> 'version')::bigint FROM outbox_log
                 WHERE destination = d.name AND position IS NULL AND delivered_at IS NULL AND type = 'ProductChanged'
                 ORDER BY id LIMIT 1)) AS first
            """;

    public static final DatabaseGauge GAUGE = new DatabaseGauge(
            Map.of(
                    "comptoir.peer.last_contact_timestamp_seconds", "When the peer last sent a batch or a heartbeat",
                    "comptoir.peer.catalogue_lag_versions", "Catalogue versions that the peer has not applied yet"),
            "peer",
            """
            SELECT 'comptoir.peer.last_contact_timestamp_seconds' AS name, name AS label,
                   extract(epoch FROM last_contact) AS value
            FROM inbox_sender
            UNION ALL
            SELECT 'comptoir.peer.catalogue_lag_versions', d.name,
                   coalesce(newest.version - waiting.version + 1, 0)
            FROM outbox_destination d
            CROSS JOIN (SELECT coalesce(max(version), 0) AS version FROM product_change) AS newest
            LEFT JOIN LATERAL (%s) AS waiting ON true
            """.formatted(FIRST_UNDELIVERED));

    private static final int PEERS_LIMIT = 1_000;

    private final Database database;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Clock clock;

    public PropagationApi(Database database, Outbox outbox, Inbox inbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** @param catalogueVersion the version of the newest product change */
    public record Propagation(long catalogueVersion, List<Peer> peers) {}

    /**
     * Another service.
     *
     * @param stores the codes of the stores that it serves
     * @param catalogueVersion up to which version it has every product change
     * @param toPeer events of the head office for it
     * @param fromPeer its events for the head office, by its own count; absent before its first contact
     */
    public record Peer(
            String name,
            List<String> stores,
            long catalogueVersion,
            ToPeer toPeer,
            @Nullable FromPeer fromPeer) {}

    /**
     * Events of the head office for a service.
     *
     * @param oldestSeconds the age of the oldest event of the backlog
     * @param deadLetters events that the service keeps because it could not apply them
     * @param failure why the last attempt failed; absent after a success
     * @param differing the names of the head office's state whose copies at the service differ
     */
    public record ToPeer(
            long backlog,
            @Nullable Long oldestSeconds,
            long deadLetters,
            @Nullable Instant lastContact,
            @Nullable Instant lastFailure,
            @Nullable String failure,
            @JsonUnwrapped Outbox.Restores restores,
            List<String> differing) {}

    /**
     * Events of a service for the head office.
     *
     * @param deadLetters events that the head office keeps because it could not apply them
     * @param differing the names of the service's state whose copies at the head office differ
     */
    public record FromPeer(
            long applied,
            long backlog,
            @Nullable Long oldestSeconds,
            long deadLetters,
            Instant lastContact,
            @JsonUnwrapped Sender.Restores restores,
            List<String> differing) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                        "/propagation", "Per service: the catalogue version it has reached, and the backlog both ways")
                .access(Staff.MANAGERS)
                .returns(200, Propagation.class)
                .handledBy(this::propagation));
    }

    private Response propagation(Request request) {
        Map<String, Sender> senders = new HashMap<>();
        inbox.senders().forEach(sender -> senders.put(sender.name(), sender));
        List<NamedStore> stores = database.read(NamedStore::all);
        Map<String, Long> undelivered = firstUndeliveredVersions();
        long newest = newestVersion();
        Instant now = clock.instant();
        List<Peer> peers = outbox.destinations().stream()
                .map(destination -> new Peer(
                        destination.name(),
                        stores.stream()
                                .filter(store -> store.deployment().equals(destination.name()))
                                .map(NamedStore::code)
                                .toList(),
                        undelivered.containsKey(destination.name()) ? undelivered.get(destination.name()) - 1 : newest,
                        toPeer(destination, now),
                        fromPeer(senders.get(destination.name()), now)))
                .toList();
        return Response.ok(new Propagation(newest, peers));
    }

    private static ToPeer toPeer(Outbox.Destination destination, Instant now) {
        return new ToPeer(
                destination.backlog(),
                seconds(destination.oldestAt(), now),
                destination.deadLetters(),
                destination.contact().lastContact(),
                destination.contact().lastFailure(),
                destination.contact().failure(),
                destination.restores(),
                destination.differing());
    }

    private static @Nullable FromPeer fromPeer(@Nullable Sender sender, Instant now) {
        return sender == null
                ? null
                : new FromPeer(
                        sender.applied(),
                        sender.backlog(),
                        seconds(sender.oldestAt(), now),
                        sender.deadLetters().never() + sender.deadLetters().notYet(),
                        sender.lastContact(),
                        sender.restores(),
                        sender.differing());
    }

    private static @Nullable Long seconds(@Nullable Instant since, Instant now) {
        return since == null ? null : Math.max(0, Duration.between(since, now).toSeconds());
    }

    private long newestVersion() {
        return database.read(sql -> sql.createQuery("SELECT coalesce(max(version), 0) FROM product_change")
                .mapTo(Long.class)
                .one());
    }

    /** By destination, the lowest version of a product change that is not delivered yet. */
    private Map<String, Long> firstUndeliveredVersions() {
        Map<String, Long> versions = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                        SELECT d.name, waiting.version
                        FROM outbox_destination d, LATERAL (%s) AS waiting
                        WHERE waiting.version IS NOT NULL LIMIT :limit
                        """.formatted(FIRST_UNDELIVERED))
                        .bind("limit", PEERS_LIMIT)
                        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                        .list())
                .forEach(entry -> versions.put(entry.getKey(), entry.getValue()));
        return versions;
    }
}
