package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.headoffice.HeadOfficeService;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsService;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.store.StoreService;
import dev.comptoir.store.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Each service has a second instance on the same database, without a response cache. After every kind of write, both give
 * the same responses.
 */
class FreshResponsesTest {
    private static final List<String> STORE_READS = List.of(
            "/products",
            "/products?query=the",
            "/products?limit=2",
            "/products/1",
            "/stock",
            "/stock?store=S1&store=S2",
            "/sales",
            "/sales?register=1");
    private static final List<String> HEAD_OFFICE_READS = List.of(
            "/reports/consolidated",
            "/reports/consolidated?from=2026-01-01&to=2026-12-31",
            "/reports/consolidated.csv",
            "/analytics/sales",
            "/analytics/sales?by=hour&store=S1",
            "/analytics/today",
            "/tax-report",
            "/tax-report?store=S1&from=2026-01-01&to=2026-12-31",
            "/tax-report.csv?decimals=comma",
            "/sales",
            "/sales?store=S2",
            "/products",
            "/products?query=the",
            "/stock");
    private static final List<String> LOGISTICS_READS =
            List.of("/products", "/products/1", "/stock", "/restock-orders", "/restock-orders?state=requested");

    /** Writes that other tests cover, or that change nothing readable. */
    private static final Set<String> NOT_TRIED = Set.of(
            "POST /store/internal/v1/events",
            "POST /headoffice/internal/v1/events",
            "POST /logistics/internal/v1/events",
            "POST /store/api/v1/sales/{number}/receipt/emails",
            "POST /store/api/v1/login",
            "POST /headoffice/api/v1/login",
            "POST /logistics/api/v1/login");

    /** A store writes them when its database was restored. */
    private static final Set<String> AFTER_A_RESTORE = Set.of("RegisterSequencesMoved", "StockCountsListed");

    /** Stores of different deployments write them; this world has one. */
    private static final Set<String> BETWEEN_DEPLOYMENTS = Set.of(
            "ReservationRequested",
            "ReservationGranted",
            "ReservationRefused",
            "ReservationReleased",
            "ReservedSaleRefunded");

    private static final String ANY_ID = "/0f3b6a1e-8f5d-4a54-9d0c-2f8a6f7b1c11";

    private static final Map<String, Object> NO_DIFFERENCE =
            Map.of("rule", "none", "subject", "nothing", "expected", "1", "found", "1", "reason", "none");

    private static ChainWorld world;
    private static StoreService store;
    private static HeadOfficeService headOffice;
    private static LogisticsService logistics;
    private static final Map<String, String> TAGS = new HashMap<>();
    private static final Map<String, String> SESSIONS = new HashMap<>();
    private static final Set<String> DONE = new TreeSet<>();

    @BeforeAll
    static void open() {
        world = new ChainWorld();
        store = StoreService.start(StoreSettings.from(twin("store")));
        headOffice = HeadOfficeService.start(HeadOfficeSettings.from(twin("headoffice")));
        logistics = LogisticsService.start(LogisticsSettings.from(twin("logistics")));
    }

    private static Environment twin(String service) {
        Map<String, String> variables = new HashMap<>(world.environment(service));
        variables.put("COMPTOIR_PORT", "0");
        variables.put("COMPTOIR_CACHE", "off");
        return new Environment(variables);
    }

    @AfterAll
    static void close() {
        store.close();
        headOffice.close();
        logistics.close();
        world.close();
    }

    /** A session is valid at every instance of a service. */
    private static TestHttp twinOf(String service, int port, String name, @Nullable String place) {
        String token = SESSIONS.computeIfAbsent(service + place, key -> world.token(service, name, place, 1));
        return TestHttp.of("http://127.0.0.1:" + port + "/" + service + "/api/v1")
                .as(token);
    }

    /** The responses of both instances to every read, for callers of both stores. */
    private static void compare(String after) {
        for (String place : List.of("S1", "S2")) {
            TestHttp uncached = twinOf("store", store.port(), "alice", place);
            STORE_READS.forEach(path -> compare(after, place + path, world.register(place, 1), uncached, path));
        }
        TestHttp uncached = twinOf("headoffice", headOffice.port(), "bob", null);
        HEAD_OFFICE_READS.forEach(path -> compare(after, "headoffice" + path, world.headOffice(), uncached, path));
        TestHttp warehouse = twinOf("logistics", logistics.port(), "farid", null);
        LOGISTICS_READS.forEach(path -> compare(after, "logistics" + path, world.warehouse(), warehouse, path));
    }

    /** Events may change the data between the two reads: then both are repeated. */
    private static void compare(String after, String read, TestHttp caching, TestHttp uncached, String path) {
        String before = withoutRequestId(uncached.get(path));
        Reply cached = caching.get(path);
        if (!withoutRequestId(uncached.get(path)).equals(before)) {
            compare(after, read, caching, uncached, path);
            return;
        }
        assertThat(withoutRequestId(cached)).as("%s after %s", read, after).isEqualTo(before);
        if (cached.status() == 200) {
            assertThat(cached.header("ETag")).as(read).isNotEmpty();
            String earlier = TAGS.put(read, cached.header("ETag") + cached.body());
            boolean isSame = (cached.header("ETag") + cached.body()).equals(earlier);
            boolean hasTheSameTag = earlier != null && earlier.startsWith(cached.header("ETag"));
            assertThat(hasTheSameTag).as("%s after %s", read, after).isEqualTo(isSame);
        }
    }

    /** The status and the body, without the request id of a problem. */
    private static String withoutRequestId(Reply reply) {
        return reply.status() + " " + reply.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    /** Writes, compares at once, and compares again when the other services have caught up. */
    private static JsonNode does(String operation, Reply reply) {
        DONE.add(operation);
        assertThat(reply.status()).as(operation + " " + reply).isLessThan(405);
        compare(operation);
        world.awaitEmptyBacklogs();
        compare(operation + " and its events");
        return reply.body().isEmpty() ? world.headOffice().get("/products").json() : reply.json();
    }

    private static Map<String, Object> line(long product, int quantity) {
        return Map.of("productId", product, "quantity", quantity);
    }

    @Test
    void afterEveryWriteACachedResponseEqualsAnUncachedOne() throws SQLException {
        compare("the start");
        long tea = products();
        shelves(tea);
        carts(tea);
        sales(tea);
        restocking(tea);
        registerDay();
        staff();
        supervision();
        assertThat(DONE).containsExactlyElementsOf(writes());
        Set<String> expected = allEventTypes();
        expected.removeAll(AFTER_A_RESTORE);
        expected.removeAll(BETWEEN_DEPLOYMENTS);
        assertThat(eventTypes()).containsExactlyElementsOf(expected);
    }

    private static long products() {
        TestHttp office = world.headOffice();
        taxClasses(office);
        Map<String, Object> tea =
                Map.of("sku", "THE-1", "name", "Thé vert", "category", "Thés", "price", 500, "taxClass", "standard");
        long id = does("POST /headoffice/api/v1/products", office.post("/products", tea))
                .path("id")
                .asLong();
        does(
                "PATCH /headoffice/api/v1/products/{id}",
                office.with("If-Match", office.get("/products/" + id).header("ETag"))
                        .patch(
                                "/products/" + id,
                                Map.of("price", 550, "thresholds", Map.of("low", 3, "high", 30), "name", "Thé noir")));
        String file = "sku,name,category,price,taxClass\r\nTHE-2,Thé blanc,Thés,7.00,standard\r\n";
        does(
                "POST /headoffice/api/v1/products/imports/preview",
                office.post("/products/imports/preview", Map.of("csv", file)));
        does("POST /headoffice/api/v1/products/imports", office.post("/products/imports", Map.of("csv", file)));
        does(
                "POST /headoffice/api/v1/stores",
                office.post(
                        "/stores",
                        Map.of(
                                "code", "S3",
                                "name", "Rosemont",
                                "timeZone", "America/Toronto",
                                "taxes", List.of(),
                                "registers", List.of(Map.of("number", 1, "name", "Caisse 1")))));
        does(
                "PATCH /headoffice/api/v1/stores/{code}",
                office.with("If-Match", office.get("/stores/S3").header("ETag"))
                        .patch("/stores/S3", Map.of("name", "Petite-Patrie")));
        return id;
    }

    private static void taxClasses(TestHttp office) {
        Map<String, Object> zeroRated = Map.of("code", "zero-rated", "nameFr", "Détaxé", "nameEn", "Zero rated");
        does("POST /headoffice/api/v1/tax-classes", office.post("/tax-classes", zeroRated));
        does(
                "PATCH /headoffice/api/v1/tax-classes/{code}",
                office.with("If-Match", "\"1\"").patch("/tax-classes/zero-rated", Map.of("nameEn", "Zero-rated")));
    }

    private static void shelves(long tea) {
        for (String place : List.of("S1", "S2")) {
            does(
                    "POST /store/api/v1/stock/counts",
                    world.manager(place)
                            .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", tea, "counted", 40)))));
        }
        long alert = world.headOffice()
                .get("/alerts")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        does(
                "POST /headoffice/api/v1/alerts/{id}/acknowledge",
                world.headOffice().send("POST", "/alerts/" + alert + "/acknowledge", null));
    }

    private static void carts(long tea) {
        TestHttp manager = world.manager("S1");
        String lines = "/cart/lines/" + tea;
        does("POST /store/api/v1/cart/lines", manager.post("/cart/lines", line(tea, 2)));
        does("PUT /store/api/v1/cart/lines/{productId}", manager.put(lines, Map.of("quantity", 3)));
        does(
                "PUT /store/api/v1/cart/lines/{productId}/price",
                manager.put(lines + "/price", Map.of("price", 1, "reason", "abîmé")));
        does("DELETE /store/api/v1/cart/lines/{productId}/price", manager.delete(lines + "/price"));
        Map<String, Object> discount = Map.of("percent", 10, "reason", "abîmé");
        does("PUT /store/api/v1/cart/lines/{productId}/discount", manager.put(lines + "/discount", discount));
        does("PUT /store/api/v1/cart/discount", manager.put("/cart/discount", discount));
        does("PUT /store/api/v1/cart/empties", manager.put("/cart/empties", Map.of("empties", List.of())));
        String id = does("POST /store/api/v1/parked-carts", manager.post("/parked-carts", Map.of("note", "bleu")))
                .path("id")
                .asString();
        does("POST /store/api/v1/parked-carts/{id}/resume", manager.post("/parked-carts/" + id + "/resume", Map.of()));
        does("DELETE /store/api/v1/parked-carts/{id}", manager.delete("/parked-carts" + ANY_ID));
        does("DELETE /store/api/v1/cart/lines/{productId}", manager.delete(lines));
        does("DELETE /store/api/v1/cart", manager.delete("/cart"));
    }

    private static void sales(long tea) {
        String number = "";
        for (String place : List.of("S2", "S1")) {
            number = does(
                            "POST /store/api/v1/sales",
                            world.register(place, 1).post("/sales", ChainWorld.saleOf(tea, 38)))
                    .path("number")
                    .asString();
        }
        for (boolean backToShelf : List.of(false, true)) {
            Map<String, Object> back = Map.of("line", 1, "quantity", 2, "backToShelf", backToShelf);
            does(
                    "POST /store/api/v1/sales/{number}/refunds",
                    world.register("S2", 2)
                            .post("/sales/" + number + "/refunds", Map.of("reason", "abîmé", "lines", List.of(back))));
        }
        TestHttp plateau = world.register("S1", 1);
        does("POST /store/api/v1/reservations", plateau.post("/reservations", Map.of("sale", "X9-1-000001")));
        does("DELETE /store/api/v1/reservations/{id}", plateau.delete("/reservations" + ANY_ID));
        exchange(number, tea);
    }

    private static void exchange(String sale, long tea) {
        TestHttp register = world.register("S2", 2);
        List<Map<String, Object>> back = List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true));
        does(
                "POST /store/api/v1/sales/{number}/refund-previews",
                register.post("/sales/" + sale + "/refund-previews", Map.of("lines", back)));
        does(
                "POST /store/api/v1/sales/{number}/exchanges",
                register.post(
                        "/sales/" + sale + "/exchanges",
                        Map.of(
                                "refund",
                                Map.of("reason", "taille", "lines", back),
                                "sale",
                                Map.of("lines", List.of(line(tea, 1)), "payments", List.of()))));
    }

    private static void restocking(long tea) {
        TestHttp warehouse = world.warehouse();
        does(
                "POST /logistics/api/v1/stock/{productId}/receipts",
                warehouse.post("/stock/" + tea + "/receipts", Map.of("quantity", 100)));
        for (String decision : List.of("refuse", "accept")) {
            String id = does(
                            "POST /store/api/v1/restock-orders",
                            world.register("S1", 1).post("/restock-orders", line(tea, 20)))
                    .path("id")
                    .asString();
            does(
                    "POST /logistics/api/v1/restock-orders/{id}/" + decision,
                    warehouse.post(
                            "/restock-orders/" + id + "/" + decision,
                            decision.equals("refuse") ? Map.of("reason", "trop") : Map.of()));
        }
    }

    private static void registerDay() {
        TestHttp manager = world.manager("S1");
        does(
                "POST /store/api/v1/register/cash-movements",
                manager.post("/register/cash-movements", Map.of("direction", "in", "amount", 100, "reason", "fond")));
        does("POST /store/api/v1/register/close", manager.post("/register/close", Map.of("counted", List.of())));
        does("POST /store/api/v1/register/open", manager.post("/register/open", Map.of("openingFloat", 0)));
    }

    private static void staff() {
        TestHttp office = world.headOffice();
        does(
                "POST /headoffice/api/v1/staff",
                office.post(
                        "/staff",
                        Map.of(
                                "username", "zoe",
                                "displayName", "Zoé",
                                "role", "manager",
                                "password", ChainWorld.PASSWORD)));
        does("PATCH /headoffice/api/v1/staff/{username}", office.patch("/staff/zoe", Map.of("displayName", "Zoë")));
        for (String service : ChainWorld.SERVICES) {
            String place = service.equals("store") ? "S1" : null;
            TestHttp zoe = world.anyone(service).as(world.token(service, "zoe", place, 2));
            does("POST /" + service + "/api/v1/logout", zoe.post("/logout", Map.of()));
        }
        does(
                "POST /headoffice/api/v1/staff/{username}/password",
                office.post("/staff/zoe/password", Map.of("password", "another long password")));
    }

    private static void supervision() {
        TestHttp bobAtLogistics = world.anyone("logistics").as(world.token("logistics", "bob", null, 0));
        Map.of("store", world.manager("S1"), "headoffice", world.headOffice(), "logistics", bobAtLogistics)
                .forEach((service, manager) -> {
                    does(
                            "POST /" + service + "/api/v1/dead-letters/{id}/retry",
                            manager.post("/dead-letters" + ANY_ID + "/retry", Map.of()));
                    does(
                            "POST /" + service + "/api/v1/dead-letters/settlements",
                            manager.post("/dead-letters/settlements", Map.of("action", "retry", "reason", "again")));
                    does("POST /" + service + "/api/v1/reconciliation", manager.send("POST", "/reconciliation", null));
                    does(
                            "POST /" + service + "/api/v1/reconciliation/settled-differences",
                            manager.post("/reconciliation/settled-differences", NO_DIFFERENCE));
                });
    }

    private static Set<String> writes() {
        Set<String> writes = new TreeSet<>();
        for (String service : ChainWorld.SERVICES) {
            Operation.of(service, world.port(service)).stream()
                    .map(Operation::name)
                    .filter(name -> !name.startsWith("GET ") && !NOT_TRIED.contains(name))
                    .forEach(writes::add);
        }
        return writes;
    }

    private static Set<String> allEventTypes() {
        Set<String> types = new TreeSet<>();
        Arrays.stream(Event.class.getPermittedSubclasses()).forEach(type -> types.add(type.getSimpleName()));
        return types;
    }

    private static Set<String> eventTypes() throws SQLException {
        Set<String> types = new TreeSet<>();
        for (String service : ChainWorld.SERVICES) {
            try (Connection connection = world.sql(service);
                    var rows = connection.createStatement().executeQuery("SELECT DISTINCT type FROM outbox_log")) {
                while (rows.next()) {
                    types.add(rows.getString(1));
                }
            }
        }
        return types;
    }
}
