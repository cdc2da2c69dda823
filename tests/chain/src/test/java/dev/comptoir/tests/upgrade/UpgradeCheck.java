package dev.comptoir.tests.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An upgrade from the last release, or back to it, loses nothing and doubles nothing. Run by {@code make upgrade-check}. */
class UpgradeCheck {
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WAITING = 40;
    private static final int PLENTY = 1_000_000;

    private static Version old;
    private static Version present;

    @BeforeAll
    static void find() {
        old = Version.lastRelease();
        present = Version.present();
    }

    @ParameterizedTest
    @ValueSource(strings = {"store,headoffice,logistics", "headoffice,logistics,store"})
    void aRollingUpgradeUnderLoadLosesAndDoublesNothing(String order) throws Exception {
        try (UpgradeWorld world = new UpgradeWorld(old)) {
            long milk = world.product("LAI-01", 289, PLENTY);
            Traffic traffic = Traffic.start(world, milk);
            for (String service : order.split(",")) {
                Instance before = world.first(service);
                world.add(present, service);
                world.route(service);
                Thread.sleep(PHASE);
                world.remove(service, before);
                Thread.sleep(PHASE);
            }
            traffic.close();
            assertThat(traffic.surprises()).isEmpty();
            assertComplete(world, traffic.sales());
        }
    }

    @Test
    void eventsThatWaitedOrWereRejectedBeforeTheUpgradeAreCarriedOver() {
        try (UpgradeWorld world = new UpgradeWorld(old)) {
            long milk = world.product("LAI-01", 289, PLENTY);
            rejectOneEvent(world);
            Map<String, Long> sales = leaveEventsWaiting(world, milk);
            for (String service : UpgradeWorld.SERVICES) {
                Instance before = world.first(service);
                world.add(present, service);
                world.stop(service, before);
            }
            UpgradeWorld.SERVICES.forEach(world::route);
            assertComplete(world, sales);
            assertThat(deadLetters(world)).as("dead letters after the upgrade").hasSize(1);
        }
    }

    /** A malformed event, which the head office rejects for good. */
    private static void rejectOneEvent(UpgradeWorld world) {
        world.execute(
                "store",
                "INSERT INTO outbox_event (destination, type, payload) VALUES ('headoffice', 'SaleRecorded', '{}')");
        Awaitility.await("a dead letter")
                .atMost(LIMIT)
                .until(() -> !world.rows("store", "SELECT FROM outbox_event WHERE parked_at IS NOT NULL")
                        .isEmpty());
    }

    private static List<JsonNode> deadLetters(UpgradeWorld world) {
        return UpgradeWorld.SERVICES.stream()
                .flatMap(service -> world.managerOf(service)
                        .get("/dead-letters")
                        .expect(200)
                        .path("items")
                        .valueStream())
                .filter(letter -> letter.path("type").asString().equals("SaleRecorded"))
                .toList();
    }

    /** Sales, a price change, a new employee and a restock order, made while no service reaches another one. */
    private static Map<String, Long> leaveEventsWaiting(UpgradeWorld world, long product) {
        world.awaitEmptyBacklogs();
        TestHttp till = world.first("store").api().as(world.token("store", "alice", "S1", 1));
        TestHttp headOffice = world.first("headoffice").api().as(world.token("headoffice", "bob", null, 0));
        world.disconnect();
        Map<String, Long> sales = new HashMap<>();
        for (int number = 0; number < WAITING; number++) {
            JsonNode sale = till.post("/sales", UpgradeWorld.saleOf(product, 1)).expect(201);
            sales.put(sale.path("number").asString(), sale.path("total").asLong());
        }
        till.post("/restock-orders", Map.of("productId", product, "quantity", 12))
                .expect(201);
        String version = headOffice.get("/products/" + product).header("ETag");
        headOffice
                .with("If-Match", version)
                .patch("/products/" + product, Map.of("price", 310))
                .expect(200);
        return sales;
    }

    @Test
    void theOldVersionServesAndContinuesWhatTheNewOneWrote() {
        try (UpgradeWorld world = new UpgradeWorld(old)) {
            long milk = world.product("LAI-01", 289, PLENTY);
            JsonNode early = sell(world, 1, milk);
            replaceAll(world, present);
            long bread = world.product("PAI-01", 450, PLENTY);
            world.hire("claire", "clerk");
            JsonNode sale = sell(world, 1, bread);
            refundOne(world, early);
            JsonNode report = closeDay(world, 2);
            world.awaitReplicas();
            world.awaitEmptyBacklogs();

            replaceAll(world, old);
            assertServed(world, sale, report, bread);
            JsonNode late = sell(world, 1, bread);
            refundOne(world, sale);
            closeDay(world, 3);

            replaceAll(world, present);
            assertComplete(
                    world,
                    Map.of(
                            number(early), early.path("total").asLong(),
                            number(sale), sale.path("total").asLong(),
                            number(late), late.path("total").asLong()));
        }
    }

    private static void assertServed(UpgradeWorld world, JsonNode sale, JsonNode report, long product) {
        TestHttp till = world.register("S1", 1);
        assertThat(till.get("/sales/" + number(sale)).expect(200).path("sale")).isEqualTo(sale);
        till.get("/sales").expect(200);
        till.get("/register/x-report").expect(200);
        till.get("/z-reports/" + number(report)).expect(200);
        till.get("/products/" + product).expect(200);
        world.login("store", "claire", "S1", 3);
        for (String path : List.of(
                "/sales/" + number(sale),
                "/sales",
                "/z-reports/" + number(report),
                "/products/" + product,
                "/staff",
                "/stores")) {
            world.headOffice().get(path).expect(200);
        }
        world.warehouse().get("/stock").expect(200);
    }

    private static String number(JsonNode document) {
        return document.path("number").asString();
    }

    private static JsonNode sell(UpgradeWorld world, int register, long product) {
        return world.register("S1", register)
                .post("/sales", UpgradeWorld.saleOf(product, 2))
                .expect(201);
    }

    private static void refundOne(UpgradeWorld world, JsonNode sale) {
        world.register("S1", 1)
                .post(
                        "/sales/" + number(sale) + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                                "reason",
                                "test"))
                .expect(201);
    }

    private static JsonNode closeDay(UpgradeWorld world, int register) {
        return world.register("S1", register)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201)
                .path("report");
    }

    /** Stops every instance, then starts one of the version for each service. */
    private static void replaceAll(UpgradeWorld world, Version version) {
        UpgradeWorld.SERVICES.forEach(service -> world.remove(service, world.first(service)));
        UpgradeWorld.SERVICES.reversed().forEach(service -> {
            world.add(version, service);
            world.route(service);
        });
    }

    /** Every confirmed sale is there once, at the store and at the head office, and all books and copies agree. */
    private static void assertComplete(UpgradeWorld world, Map<String, Long> confirmed) {
        world.awaitEmptyBacklogs();
        world.awaitReplicas();
        String sales = "SELECT number, total FROM sale ORDER BY number";
        Awaitility.await("all sales at the head office")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(world.rows("headoffice", sales)).isEqualTo(world.rows("store", sales)));
        assertThat(world.rows("store", sales))
                .containsExactlyElementsOf(confirmed.entrySet().stream()
                        .map(sale -> sale.getKey() + "|" + sale.getValue())
                        .sorted()
                        .toList());
        assertThat(world.rows("headoffice", """
                        SELECT store_code, register, max(sequence), sum(total) FROM sale GROUP BY 1, 2 ORDER BY 1, 2
                        """)).isEqualTo(world.rows("store", """
                        SELECT store_code, number, sale_sequence, sales_total FROM register WHERE sale_sequence > 0
                        ORDER BY 1, 2
                        """));
        same(world, "SELECT number, total FROM refund ORDER BY 1", "SELECT number, total FROM refund ORDER BY 1");
        same(
                world,
                "SELECT number, expected, difference FROM register_day WHERE number IS NOT NULL ORDER BY 1",
                "SELECT number, expected, difference FROM z_report ORDER BY 1");
        same(
                world,
                "SELECT store_code, product_id, quantity FROM shelf WHERE quantity <> 0 ORDER BY 1, 2",
                "SELECT store_code, product_id, quantity FROM stock WHERE quantity <> 0 ORDER BY 1, 2");
        world.awaitReconciled();
    }

    private static void same(UpgradeWorld world, String atTheStore, String atTheHeadOffice) {
        assertThat(world.rows("headoffice", atTheHeadOffice))
                .as(atTheHeadOffice)
                .isEqualTo(world.rows("store", atTheStore));
    }
}
