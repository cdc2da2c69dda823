package dev.comptoir.platform.testing;

import dev.comptoir.platform.http.Authentication;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Replicated;
import dev.comptoir.platform.peers.PeerEndpoints;
import dev.comptoir.platform.peers.Peers;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Telemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * A peer of the service under test. Like every service it has a database, an outbox, an inbox and a key; it sends the events
 * that a test gives it, and keeps the events that it receives.
 */
public final class TestPeer implements AutoCloseable {
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

    /** Enough for its relay and its readers, and quick to open. */
    private static final int POOL = 8;

    /** By the name of a peer: a key takes a tenth of a second to make. */
    private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();

    private final String name;
    private final DatabaseSettings databaseSettings;
    private final Database database;
    private final Outbox outbox;
    private final List<Delivery.Sent> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Tokens tokens;
    private @Nullable Peers peers;

    private TestPeer(String name) {
        this.name = name;
        TestDatabase made = TestPostgres.newDatabase(name, MIGRATIONS);
        this.databaseSettings = new DatabaseSettings(made.jdbcUrl(), made.username(), made.password(), POOL);
        this.database = Database.open(databaseSettings, MIGRATIONS);
        this.outbox = new Outbox(database);
        useOwnKey();
        this.tokens = Tokens.open(settings(Map.of()), database, Clock.systemUTC());
        KEYS.computeIfAbsent(name, first -> signingKey());
        Inbox inbox = new Inbox(database, (transaction, sender, events) -> received.addAll(events), Telemetry.none());
        this.server = HttpServer.of(settings(Map.of()), name, "/" + name, new NewestTokens())
                .serve("/" + name, PeerEndpoints.of(tokens, inbox))
                .start();
    }

    /** A row. */
    public record SigningKey(String id, String privateJwk) {}

    /** A key of its own, not that of the template. */
    private void useOwnKey() {
        database.statement(sql -> sql.execute("DELETE FROM signing_key"));
        SigningKey known = KEYS.get(name);
        if (known != null) {
            database.statement(
                    sql -> sql.createUpdate("INSERT INTO signing_key (id, private_jwk) VALUES (:id, :privateJwk)")
                            .bindMethods(known)
                            .execute());
        }
    }

    private SigningKey signingKey() {
        return database.read(sql -> sql.createQuery("SELECT id, private_jwk FROM signing_key")
                .map(ConstructorMapper.of(SigningKey.class))
                .one());
    }

    public static TestPeer start(String name) {
        return new TestPeer(name);
    }

    /** The tokens of the newest connection: peers connect after the server has started. */
    private final class NewestTokens implements Authentication {
        @Override
        public Caller staff(String token) {
            return tokens.staff(token);
        }

        @Override
        public Caller peer(String token) {
            return tokens.peer(token);
        }
    }

    private ServiceSettings settings(Map<String, URI> peers) {
        return new ServiceSettings(
                name, "127.0.0.1", 0, databaseSettings, peers, Duration.ZERO, Duration.ofHours(1), 64, false);
    }

    public String name() {
        return name;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + name);
    }

    /** Exchanges events with the service from now on. */
    public void connectTo(String service, URI address) {
        Tokens before = tokens;
        tokens = Tokens.open(settings(Map.of(service, address)), database, Clock.systemUTC());
        before.close();
        peers = Peers.start(
                settings(Map.of(service, address)), database, outbox, Replicated.NOTHING, tokens, Telemetry.none());
    }

    /** Writes an event into the outbox, which delivers it to the service. */
    public void send(String service, String type, String payload) {
        sendAll(service, type, List.of(payload));
    }

    /** Writes events into the outbox in one transaction. */
    public void sendAll(String service, String type, List<String> payloads) {
        database.write(transaction -> {
            payloads.forEach(payload -> outbox.append(transaction, service, type, payload));
            return null;
        });
    }

    /** How many events the service has not confirmed yet. */
    public long backlog() {
        return database.read(sql -> sql.createQuery("""
                        SELECT (SELECT count(*) FROM outbox_backlog)
                            + (SELECT coalesce(sum(resending), 0)::bigint FROM outbox_destination)
                        """).mapTo(Long.class).one());
    }

    /** How many events the service keeps because it could not apply them. */
    public long deadLetters() {
        return outbox.destinations().stream()
                .mapToLong(Outbox.Destination::deadLetters)
                .sum();
    }

    /** Why the peer keeps events that it could not apply, in the order of their arrival. */
    public List<String> errors() {
        return database.read(sql -> sql.createQuery("SELECT kind || ': ' || error FROM dead_letter ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    /** A token as this peer sends it to a service. */
    public String tokenFor(String service) {
        return tokens.issueFor(service);
    }

    /** The received events, in order. */
    public List<Delivery.Sent> received() {
        return received;
    }

    /** The payloads of the received events of one type, in order. */
    public List<String> received(String type) {
        return received.stream()
                .filter(event -> event.type().equals(type))
                .map(Delivery.Sent::payload)
                .toList();
    }

    @Override
    public void close() {
        if (peers != null) {
            peers.close();
        }
        server.close();
        tokens.close();
        database.close();
    }
}
