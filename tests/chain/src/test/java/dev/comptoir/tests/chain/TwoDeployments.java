package dev.comptoir.tests.chain;

import dev.comptoir.headoffice.HeadOfficeService;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPostgres;
import dev.comptoir.store.StoreService;
import dev.comptoir.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A head office and two stores, Plateau (S1) and Verdun (S2), each served by a deployment of its own, {@code plateau} and {@code
 * verdun}. Each service can be stopped and started again, also on a copy of its database. Bob manages, alice sells.
 */
final class TwoDeployments implements AutoCloseable {
    static final Map<String, String> STORES = Map.of("S1", "plateau", "S2", "verdun");
    private static final String HEAD_OFFICE = "headoffice";
    private static final List<String> SERVICES = List.of(HEAD_OFFICE, "plateau", "verdun");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int REGISTERS = 2;

    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, DatabaseSettings> databases = new HashMap<>();
    private final Map<String, AutoCloseable> running = new HashMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private int products;

    TwoDeployments() {
        for (String service : SERVICES) {
            ports.put(service, freePort());
            databases.put(
                    service,
                    TestPostgres.newDatabase(
                                    "two_" + service, "classpath:dev/comptoir/" + module(service) + "/migrations")
                            .settings());
        }
        SERVICES.forEach(this::start);
        populate();
    }

    /** That the system chooses just before it is used. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String module(String service) {
        return service.equals(HEAD_OFFICE) ? HEAD_OFFICE : "store";
    }

    private Environment environment(String service) {
        DatabaseSettings database = Objects.requireNonNull(databases.get(service));
        String peers = SERVICES.stream()
                .filter(peer -> !peer.equals(service))
                .filter(peer -> peer.equals(HEAD_OFFICE) || service.equals(HEAD_OFFICE))
                .map(peer -> peer + "=http://127.0.0.1:" + ports.get(peer) + "/" + module(peer))
                .collect(Collectors.joining(","));
        return new Environment(Map.of(
                "COMPTOIR_NAME",
                service,
                "COMPTOIR_HOST",
                "127.0.0.1",
                "COMPTOIR_PORT",
                String.valueOf(ports.get(service)),
                "COMPTOIR_DATABASE_URL",
                database.url(),
                "COMPTOIR_DATABASE_USER",
                database.user(),
                "COMPTOIR_DATABASE_PASSWORD",
                database.password(),
                "COMPTOIR_DRAIN_MILLISECONDS",
                "0",
                "COMPTOIR_FIRST_MANAGER",
                "bob:Bob:" + ChainWorld.PASSWORD,
                "COMPTOIR_PEERS",
                peers));
    }

    void start(String service) {
        Environment environment = environment(service);
        running.put(
                service,
                service.equals(HEAD_OFFICE)
                        ? HeadOfficeService.start(HeadOfficeSettings.from(environment))
                        : StoreService.start(StoreSettings.from(environment)));
    }

    void stop(String service) {
        AutoCloseable stopped = running.remove(service);
        if (stopped != null) {
            try {
                stopped.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private void populate() {
        STORES.forEach((code, deployment) -> headOffice()
                .post(
                        "/stores",
                        Map.of(
                                "code",
                                code,
                                "name",
                                code.equals("S1") ? "Plateau" : "Verdun",
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(
                                        Map.of("name", "GST", "perMillion", 50_000),
                                        Map.of("name", "QST", "perMillion", 99_750)),
                                "registers",
                                List.of(
                                        Map.of("number", 1, "name", "Caisse 1"),
                                        Map.of("number", REGISTERS, "name", "Caisse 2")),
                                "deployment",
                                deployment))
                .expect(201));
        headOffice()
                .post(
                        "/staff",
                        Map.of(
                                "username",
                                "alice",
                                "displayName",
                                "Alice",
                                "role",
                                "clerk",
                                "password",
                                ChainWorld.PASSWORD))
                .expect(201);
        awaitEmptyBacklogs();
        for (String store : STORES.keySet()) {
            for (int register = 1; register <= REGISTERS; register++) {
                session(deploymentOf(store), "bob", store, register)
                        .post("/register/open", Map.of("openingFloat", 100_000))
                        .expect(201);
            }
        }
    }

    private static String deploymentOf(String store) {
        return Objects.requireNonNull(STORES.get(store));
    }

    TestHttp headOffice() {
        return session(HEAD_OFFICE, "bob", "", 0);
    }

    TestHttp register(String store, int number) {
        return session(deploymentOf(store), "alice", store, number);
    }

    TestHttp manager(String store) {
        return session(deploymentOf(store), "bob", store, 1);
    }

    private TestHttp session(String service, String name, String store, int register) {
        TestHttp anyone = TestHttp.of("http://127.0.0.1:" + ports.get(service) + "/" + module(service) + "/api/v1");
        return anyone.as(sessions.computeIfAbsent(service + name + store + register, session -> {
            Map<String, Object> login = new HashMap<>(Map.of("username", name, "password", ChainWorld.PASSWORD));
            if (!store.isEmpty()) {
                login.putAll(Map.of("store", store, "register", register));
            }
            return anyone.post("/login", login).expect(200).path("token").asString();
        }));
    }

    /** A product with units on both shelves. */
    long product(String name, long price, int units) {
        products++;
        long id = headOffice()
                .post(
                        "/products",
                        Map.of(
                                "sku",
                                "SKU-" + products,
                                "name",
                                name,
                                "category",
                                "Épicerie",
                                "price",
                                price,
                                "taxClass",
                                "standard"))
                .expect(201)
                .path("id")
                .asLong();
        for (String store : STORES.keySet()) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> manager(store).get("/products/" + id).status() == 200);
            manager(store)
                    .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", id, "counted", units))))
                    .expect(201);
        }
        return id;
    }

    /** The number of a new sale, paid in cash. */
    String sell(String store, long product, int units) {
        return register(store, 1)
                .post("/sales", ChainWorld.saleOf(product, units))
                .expect(201)
                .path("number")
                .asString();
    }

    /** Requests the reservation of a sale, and waits for the answer. */
    JsonNode reserve(String store, String sale) {
        String id = register(store, 1)
                .post("/reservations", Map.of("sale", sale))
                .expect(201)
                .path("id")
                .asString();
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !reservation(store, id).path("state").asString().equals("requested"));
        return reservation(store, id);
    }

    private JsonNode reservation(String store, String id) {
        return register(store, 1).get("/reservations/" + id).expect(200);
    }

    TestHttp.Reply refund(String store, int register, String sale, int units) {
        return register(store, register)
                .post(
                        "/sales/" + sale + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", units, "backToShelf", true)),
                                "reason",
                                "rapporté"));
    }

    /** Waits until no running service has a backlog for another running one. */
    void awaitEmptyBacklogs() {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> running.keySet().stream()
                        .allMatch(service -> count(service, "SELECT count(*) FROM outbox_backlog") == 0));
    }

    long count(String service, String query) {
        DatabaseSettings database = Objects.requireNonNull(databases.get(service));
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A copy of the database of a stopped service, like a backup. */
    DatabaseSettings backUp(String service) {
        DatabaseSettings now = Objects.requireNonNull(databases.get(service));
        String name = now.url().replaceAll(".*/([a-z0-9_]+)\\?.*", "$1");
        String copy = name + "_copy_" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection connection = DriverManager.getConnection(
                        now.url().replace("/" + name + "?", "/postgres?"), now.user(), now.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + copy + " TEMPLATE " + name + " STRATEGY file_copy");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new DatabaseSettings(
                now.url().replace("/" + name + "?", "/" + copy + "?"), now.user(), now.password(), now.pool());
    }

    /** From its next start the service uses another database. */
    void restore(String service, DatabaseSettings backup) {
        databases.put(service, backup);
        sessions.keySet().removeIf(key -> key.startsWith(service));
    }

    /** What the reconciliations of all services find. */
    String differences() {
        awaitEmptyBacklogs();
        return List.of(headOffice(), manager("S1"), manager("S2")).stream()
                .flatMap(manager -> manager.reconcile().path("checks").valueStream())
                .filter(check -> !check.path("differences").isEmpty())
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        SERVICES.forEach(this::stop);
    }
}
