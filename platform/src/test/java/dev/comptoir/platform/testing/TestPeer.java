package dev.comptoir.platform.testing;

import dev.comptoir.platform.http.Authentication;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a service under test: a peer with a database, an outbox, an inbox and a key of its own, as every
 * service has them, which says what it is told to say and keeps what it hears.
 */
public final class TestPeer implements AutoCloseable {
    private final String name;
    private final DatabaseSettings databaseSettings;
    private final Database database;
    private final Outbox outbox;
    private final List<Delivery.Sent> heard = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Tokens tokens;
    private @Nullable Peers peers;

    private TestPeer(String name) {
        this.name = name;
        this.databaseSettings = TestPostgres.newDatabase(name).settings();
        this.database = Database.open(databaseSettings, "classpath:dev/comptoir/platform/testmigrations");
        this.outbox = new Outbox(database);
        this.tokens = Tokens.open(settings(Map.of()), database, Clock.systemUTC());
        Inbox inbox = new Inbox(database, (transaction, sender, events) -> heard.addAll(events), Telemetry.none());
        this.server = HttpServer.of(settings(Map.of()), name, "/" + name, new NewestTokens())
                .serve("/" + name, PeerEndpoints.of(tokens, inbox))
                .start();
    }

    public static TestPeer start(String name) {
        return new TestPeer(name);
    }

    /** The peer's key outlives its acquaintances, which it makes after it started. */
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

    private ServiceSettings settings(Map<String, URI> known) {
        return new ServiceSettings(
                name, "127.0.0.1", 0, databaseSettings, known, Duration.ZERO, Duration.ofHours(1), 64, false);
    }

    public String name() {
        return name;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + name);
    }

    /** From now on, events go to the service and are taken from it. */
    public void meets(String service, URI address) {
        Tokens before = tokens;
        tokens = Tokens.open(settings(Map.of(service, address)), database, Clock.systemUTC());
        before.close();
        peers = Peers.start(settings(Map.of(service, address)), database, outbox, tokens, Telemetry.none());
    }

    /** Writes an event into the outbox, from which it is carried to the service. */
    public void tell(String service, String type, String payload) {
        database.write(transaction -> {
            outbox.append(transaction, service, type, payload);
            return null;
        });
    }

    /** How many events the service still has to take. */
    public long owes() {
        return count("delivered_at IS NULL AND parked_at IS NULL");
    }

    /** How many events the service said that it can never take. */
    public long parked() {
        return count("parked_at IS NOT NULL");
    }

    private long count(String condition) {
        return database.read(sql -> sql.createQuery("SELECT count(*) FROM outbox_event WHERE " + condition)
                .mapTo(Long.class)
                .one());
    }

    /** A token as this peer sends it to a service. */
    public String tokenFor(String service) {
        return tokens.issueFor(service);
    }

    /** The events that came, in order. */
    public List<Delivery.Sent> heard() {
        return heard;
    }

    /** The payloads of one type of event, in order. */
    public List<String> heard(String type) {
        return heard.stream()
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
