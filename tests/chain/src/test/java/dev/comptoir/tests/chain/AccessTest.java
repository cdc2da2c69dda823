package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Access rules: every endpoint, with every role and every kind of wrong token. */
class AccessTest {
    private static final String ALL = "clerk manager";
    private static final String MANAGER = "manager";
    private static final String WAREHOUSE = "manager warehouse-clerk";
    private static final String ANYONE = "anyone";
    private static final String PEERS = "peers";
    private static final List<String> ROLES = List.of("clerk", "manager", "warehouse-clerk");

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("GET /health/live", ANYONE),
            Map.entry("GET /health/ready", ANYONE),
            Map.entry("GET /store/internal/v1/keys", ANYONE),
            Map.entry("POST /store/internal/v1/events", PEERS),
            Map.entry("POST /store/api/v1/login", ANYONE),
            Map.entry("POST /store/api/v1/logout", ALL),
            Map.entry("GET /store/api/v1/stores", ANYONE),
            Map.entry("GET /store/api/v1/staff", ANYONE),
            Map.entry("GET /store/api/v1/store-profile", ALL),
            Map.entry("GET /store/api/v1/register", ALL),
            Map.entry("POST /store/api/v1/register/open", ALL),
            Map.entry("POST /store/api/v1/register/cash-movements", ALL),
            Map.entry("GET /store/api/v1/register/x-report", ALL),
            Map.entry("POST /store/api/v1/register/close", ALL),
            Map.entry("GET /store/api/v1/z-reports", ALL),
            Map.entry("GET /store/api/v1/z-reports/{number}", ALL),
            Map.entry("GET /store/api/v1/approvals", MANAGER),
            Map.entry("GET /store/api/v1/parked-carts", ALL),
            Map.entry("POST /store/api/v1/parked-carts", ALL),
            Map.entry("POST /store/api/v1/parked-carts/{id}/resume", ALL),
            Map.entry("DELETE /store/api/v1/parked-carts/{id}", ALL),
            Map.entry("PUT /store/api/v1/cart/lines/{productId}/price", ALL),
            Map.entry("DELETE /store/api/v1/cart/lines/{productId}/price", ALL),
            Map.entry("PUT /store/api/v1/cart/lines/{productId}/discount", ALL),
            Map.entry("PUT /store/api/v1/cart/discount", ALL),
            Map.entry("PUT /store/api/v1/cart/empties", ALL),
            Map.entry("GET /store/api/v1/deposits", ALL),
            Map.entry("GET /store/api/v1/products", ALL),
            Map.entry("GET /store/api/v1/products/{id}", ALL),
            Map.entry("GET /store/api/v1/stock", ALL),
            Map.entry("POST /store/api/v1/stock/counts", MANAGER),
            Map.entry("GET /store/api/v1/cart", ALL),
            Map.entry("DELETE /store/api/v1/cart", ALL),
            Map.entry("POST /store/api/v1/cart/lines", ALL),
            Map.entry("PUT /store/api/v1/cart/lines/{productId}", ALL),
            Map.entry("DELETE /store/api/v1/cart/lines/{productId}", ALL),
            Map.entry("POST /store/api/v1/sales", ALL),
            Map.entry("GET /store/api/v1/sales", ALL),
            Map.entry("GET /store/api/v1/sales/{number}", ALL),
            Map.entry("GET /store/api/v1/sales/{number}/receipt", ALL),
            Map.entry("GET /store/api/v1/sales/{number}/receipt.pdf", ALL),
            Map.entry("POST /store/api/v1/sales/{number}/receipt/emails", ALL),
            Map.entry("POST /store/api/v1/sales/{number}/refunds", ALL),
            Map.entry("POST /store/api/v1/sales/{number}/refund-previews", ALL),
            Map.entry("POST /store/api/v1/sales/{number}/exchanges", ALL),
            Map.entry("POST /store/api/v1/reservations", ALL),
            Map.entry("GET /store/api/v1/reservations/{id}", ALL),
            Map.entry("DELETE /store/api/v1/reservations/{id}", ALL),
            Map.entry("POST /store/api/v1/restock-orders", ALL),
            Map.entry("GET /store/api/v1/restock-orders", ALL),
            Map.entry("GET /store/api/v1/reconciliation", MANAGER),
            Map.entry("POST /store/api/v1/reconciliation", MANAGER),
            Map.entry("POST /store/api/v1/reconciliation/settled-differences", MANAGER),
            Map.entry("GET /store/api/v1/status", ALL),
            Map.entry("GET /store/api/v1/dead-letters", MANAGER),
            Map.entry("POST /store/api/v1/dead-letters/{id}/retry", MANAGER),
            Map.entry("GET /store/api/v1/dead-letters/settlements", MANAGER),
            Map.entry("POST /store/api/v1/dead-letters/settlements", MANAGER),
            Map.entry("GET /headoffice/internal/v1/keys", ANYONE),
            Map.entry("POST /headoffice/internal/v1/events", PEERS),
            Map.entry("POST /headoffice/api/v1/login", ANYONE),
            Map.entry("POST /headoffice/api/v1/logout", MANAGER),
            Map.entry("GET /headoffice/api/v1/staff", MANAGER),
            Map.entry("POST /headoffice/api/v1/staff", MANAGER),
            Map.entry("PATCH /headoffice/api/v1/staff/{username}", MANAGER),
            Map.entry("POST /headoffice/api/v1/staff/{username}/password", MANAGER),
            Map.entry("GET /headoffice/api/v1/stores", MANAGER),
            Map.entry("POST /headoffice/api/v1/stores", MANAGER),
            Map.entry("GET /headoffice/api/v1/stores/{code}", MANAGER),
            Map.entry("PATCH /headoffice/api/v1/stores/{code}", MANAGER),
            Map.entry("GET /headoffice/api/v1/tax-classes", MANAGER),
            Map.entry("POST /headoffice/api/v1/tax-classes", MANAGER),
            Map.entry("PATCH /headoffice/api/v1/tax-classes/{code}", MANAGER),
            Map.entry("GET /headoffice/api/v1/products", MANAGER),
            Map.entry("POST /headoffice/api/v1/products", MANAGER),
            Map.entry("GET /headoffice/api/v1/products/{id}", MANAGER),
            Map.entry("PATCH /headoffice/api/v1/products/{id}", MANAGER),
            Map.entry("GET /headoffice/api/v1/products/{id}/changes", MANAGER),
            Map.entry("GET /headoffice/api/v1/products/{id}/prices", MANAGER),
            Map.entry("GET /headoffice/api/v1/sales", MANAGER),
            Map.entry("GET /headoffice/api/v1/sales/{number}", MANAGER),
            Map.entry("GET /headoffice/api/v1/products.csv", MANAGER),
            Map.entry("POST /headoffice/api/v1/products/imports", MANAGER),
            Map.entry("POST /headoffice/api/v1/products/imports/preview", MANAGER),
            Map.entry("GET /headoffice/api/v1/stock", MANAGER),
            Map.entry("GET /headoffice/api/v1/analytics/today", MANAGER),
            Map.entry("GET /headoffice/api/v1/reports/consolidated.csv", MANAGER),
            Map.entry("GET /headoffice/api/v1/z-reports", MANAGER),
            Map.entry("GET /headoffice/api/v1/z-reports/{number}", MANAGER),
            Map.entry("GET /headoffice/api/v1/missing-z-reports", MANAGER),
            Map.entry("GET /headoffice/api/v1/reports/consolidated", MANAGER),
            Map.entry("GET /headoffice/api/v1/analytics/sales", MANAGER),
            Map.entry("GET /headoffice/api/v1/tax-report", MANAGER),
            Map.entry("GET /headoffice/api/v1/tax-report.csv", MANAGER),
            Map.entry("GET /headoffice/api/v1/alerts", MANAGER),
            Map.entry("POST /headoffice/api/v1/alerts/{id}/acknowledge", MANAGER),
            Map.entry("GET /headoffice/api/v1/restock-orders", MANAGER),
            Map.entry("GET /headoffice/api/v1/live", MANAGER),
            Map.entry("GET /headoffice/api/v1/propagation", MANAGER),
            Map.entry("GET /headoffice/api/v1/operations", MANAGER),
            Map.entry("GET /headoffice/api/v1/reconciliation", MANAGER),
            Map.entry("POST /headoffice/api/v1/reconciliation", MANAGER),
            Map.entry("POST /headoffice/api/v1/reconciliation/settled-differences", MANAGER),
            Map.entry("GET /headoffice/api/v1/dead-letters", MANAGER),
            Map.entry("POST /headoffice/api/v1/dead-letters/{id}/retry", MANAGER),
            Map.entry("GET /headoffice/api/v1/dead-letters/settlements", MANAGER),
            Map.entry("POST /headoffice/api/v1/dead-letters/settlements", MANAGER),
            Map.entry("GET /logistics/internal/v1/keys", ANYONE),
            Map.entry("POST /logistics/internal/v1/events", PEERS),
            Map.entry("POST /logistics/api/v1/login", ANYONE),
            Map.entry("POST /logistics/api/v1/logout", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/stores", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/restock-orders", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/restock-orders/{id}", WAREHOUSE),
            Map.entry("POST /logistics/api/v1/restock-orders/{id}/accept", WAREHOUSE),
            Map.entry("POST /logistics/api/v1/restock-orders/{id}/refuse", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/products", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/products/{productId}", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/stock", WAREHOUSE),
            Map.entry("POST /logistics/api/v1/stock/{productId}/receipts", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/products/{productId}/stores", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/suggestions", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/live", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/status", WAREHOUSE),
            Map.entry("GET /logistics/api/v1/reconciliation", MANAGER),
            Map.entry("POST /logistics/api/v1/reconciliation", MANAGER),
            Map.entry("POST /logistics/api/v1/reconciliation/settled-differences", MANAGER),
            Map.entry("GET /logistics/api/v1/dead-letters", MANAGER),
            Map.entry("POST /logistics/api/v1/dead-letters/{id}/retry", MANAGER),
            Map.entry("GET /logistics/api/v1/dead-letters/settlements", MANAGER),
            Map.entry("POST /logistics/api/v1/dead-letters/settlements", MANAGER));

    private static ChainWorld world;
    private static final List<Operation> OPERATIONS = new ArrayList<>();
    private static final Map<String, Database> DATABASES = new HashMap<>();
    private static final Map<String, Tokens> TOKENS = new HashMap<>();
    private static final Map<String, Tokens> LONG_AGO = new HashMap<>();

    @BeforeAll
    static void open() {
        world = new ChainWorld();
        for (String service : ChainWorld.SERVICES) {
            OPERATIONS.addAll(Operation.of(service, world.port(service)));
            ServiceSettings settings = ServiceSettings.from(new Environment(world.environment(service)), service, 0);
            Database database = Database.open(settings.database(), "classpath:dev/comptoir/" + service + "/migrations");
            DATABASES.put(service, database);
            TOKENS.put(service, Tokens.open(settings, database, Clock.systemUTC()));
            LONG_AGO.put(
                    service, Tokens.open(settings, database, Clock.offset(Clock.systemUTC(), Duration.ofDays(-2))));
        }
    }

    @AfterAll
    static void close() {
        TOKENS.values().forEach(Tokens::close);
        LONG_AGO.values().forEach(Tokens::close);
        DATABASES.values().forEach(Database::close);
        world.close();
    }

    private static String token(Map<String, Tokens> tokens, String service, String role) {
        Tokens issuer = java.util.Objects.requireNonNull(tokens.get(service));
        return issuer.issue("somebody", role, issuer.securityStamp("somebody"), Map.of("store", "S1", "register", "1"))
                .token();
    }

    private static Reply call(Operation operation, TestHttp client) {
        String body = operation.method().equals("GET") || operation.method().equals("DELETE") ? null : "{}";
        return client.key("access-test").send(operation.method(), operation.harmlessPath(), body);
    }

    private static TestHttp client(Operation operation) {
        return TestHttp.of("http://127.0.0.1:" + world.port(operation.service()));
    }

    private static List<Operation> guarded() {
        return OPERATIONS.stream()
                .filter(operation -> !ANYONE.equals(EXPECTED.get(operation.name())))
                .toList();
    }

    @Test
    void everyEndpointHasAnExpectedRuleAndEveryRuleAnEndpoint() {
        Set<String> names = new TreeSet<>();
        OPERATIONS.forEach(operation -> names.add(operation.name()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    @Test
    void nothingIsServedWithoutAValidToken() {
        for (Operation operation : guarded()) {
            assertThat(call(operation, client(operation)).status())
                    .as(operation.name())
                    .isEqualTo(401);
            assertThat(call(operation, client(operation).as("eyJhbGciOiJub25lIn0.e30."))
                            .status())
                    .as(operation.name())
                    .isEqualTo(401);
        }
    }

    @Test
    void anExpiredTokenIsRefused() {
        for (Operation operation : guarded()) {
            Reply reply = call(operation, client(operation).as(token(LONG_AGO, operation.service(), "manager")));
            assertThat(reply.status()).as(operation.name()).isEqualTo(401);
        }
    }

    @Test
    void aTokenOfAnotherServiceIsRefused() {
        for (Operation operation : guarded()) {
            for (String other : ChainWorld.SERVICES) {
                if (!other.equals(operation.service())) {
                    Reply reply = call(operation, client(operation).as(token(TOKENS, other, "manager")));
                    assertThat(reply.status()).as(operation.name()).isEqualTo(401);
                }
            }
        }
    }

    @Test
    void aPeerTokenIsRefusedByStaffEndpointsAndAnEmployeeTokenByPeerEndpoints() {
        for (Operation operation : guarded()) {
            String service = operation.service();
            String peer = service.equals("store") ? "headoffice" : "store";
            String peersToken =
                    java.util.Objects.requireNonNull(TOKENS.get(peer)).issueFor(service);
            boolean forPeers = PEERS.equals(EXPECTED.get(operation.name()));
            Reply asPeer = call(operation, client(operation).as(peersToken));
            Reply asManager =
                    call(operation, client(operation).as(forPeers ? token(TOKENS, service, "manager") : peersToken));
            assertThat(asPeer.status() == 401).as(operation.name()).isEqualTo(!forPeers);
            assertThat(asManager.status()).as(operation.name()).isEqualTo(401);
        }
    }

    @Test
    void everyRoleIsServedWhereItIsAllowedAndRefusedElsewhere() {
        for (Operation operation : guarded()) {
            String allowed = EXPECTED.getOrDefault(operation.name(), "");
            if (allowed.equals(PEERS) || operation.path().endsWith("/live")) {
                continue;
            }
            for (String role : ROLES) {
                Reply reply = call(operation, client(operation).as(token(TOKENS, operation.service(), role)));
                String as = operation.name() + " as " + role + ": " + reply;
                if (List.of(allowed.split(" ", -1)).contains(role)) {
                    assertThat(reply.problem()).as(as).isNotIn("forbidden", "unauthenticated");
                } else {
                    assertThat(reply.status()).as(as).isEqualTo(403);
                    assertThat(reply.problem()).as(as).isEqualTo("forbidden");
                }
            }
        }
    }

    @Test
    void theLiveStreamIsForManagersOnly() {
        TestHttp headOffice = world.anyone("headoffice");
        for (String role : List.of("clerk", "warehouse-clerk")) {
            assertThat(headOffice
                            .as(token(TOKENS, "headoffice", role))
                            .get("/live")
                            .status())
                    .isEqualTo(403);
        }
    }
}
