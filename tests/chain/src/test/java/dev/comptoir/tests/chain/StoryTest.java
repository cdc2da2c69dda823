package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main stories of the chain, end to end over HTTP. */
class StoryTest {
    private static ChainWorld world;

    @BeforeAll
    static void open() {
        world = new ChainWorld();
    }

    @AfterAll
    static void close() {
        world.awaitEmptyBacklogs();
        world.assertReconciled();
        world.close();
    }

    private static JsonNode reportOf(String store) {
        LocalDate today = LocalDate.now(ZoneId.of("America/Toronto"));
        JsonNode report = world.headOffice()
                .get("/reports/consolidated?from=" + today.minusDays(1) + "&to=" + today)
                .expect(200);
        for (JsonNode one : report.path("stores")) {
            if (one.path("store").asString().equals(store)) {
                return one;
            }
        }
        throw new AssertionError("the report lacks " + store);
    }

    @Test
    void salesAndRefundsReachTheHeadOfficeToTheCent() {
        long milk = world.product("Lait", 289, 20);
        world.awaitEmptyBacklogs();
        long before = reportOf("S1").path("totals").path("net").asLong();
        JsonNode sale = world.sell("S1", 1, milk, 4);
        world.awaitEmptyBacklogs();
        JsonNode after = reportOf("S1");
        assertThat(after.path("totals").path("net").asLong())
                .isEqualTo(before + sale.path("total").asLong());
        String number = sale.path("number").asString();
        JsonNode known = world.headOffice().get("/sales/" + number).expect(200);
        assertThat(known.path("total")).isEqualTo(sale.path("total"));
        assertThat(known.path("taxes")).isEqualTo(sale.path("taxes"));
        world.register("S1", 2)
                .post("/sales/" + number + "/refunds", Map.of("reason", "abîmé"))
                .expect(201);
        world.awaitEmptyBacklogs();
        assertThat(reportOf("S1").path("totals").path("net").asLong()).isEqualTo(before);
        assertThat(world.headOffice()
                        .get("/sales/" + number)
                        .expect(200)
                        .path("refunds")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void theBestProductsAreListedWithTheirCurrentStock() {
        long tea = world.product("Thé du matin", 160, 1000);
        world.sell("S1", 1, tea, 500);
        world.awaitEmptyBacklogs();
        JsonNode best = reportOf("S1").path("bestProducts").get(0);
        assertThat(best.path("productId").asLong()).isEqualTo(tea);
        assertThat(best.path("units").asLong()).isEqualTo(500);
        assertThat(best.path("stock").asLong()).isEqualTo(500);
    }

    @Test
    void aPriceChangeReachesEveryStoreAndTheWarehouse() {
        long jam = world.product("Confiture", 500, 5);
        Reply read = world.headOffice().get("/products/" + jam);
        JsonNode changed = world.headOffice()
                .with("If-Match", read.header("ETag"))
                .patch("/products/" + jam, Map.of("price", 550, "name", "Confiture de fraises"))
                .expect(200);
        long version = changed.path("version").asLong();
        for (TestHttp service :
                java.util.List.of(world.register("S1", 1), world.register("S2", 1), world.warehouse())) {
            Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                JsonNode product = service.get("/products/" + jam).expect(200);
                assertThat(product.path("version").asLong()).isEqualTo(version);
                assertThat(product.path("name").asString()).isEqualTo("Confiture de fraises");
            });
        }
        assertThat(world.sell("S1", 1, jam, 1).path("subtotal").asLong()).isEqualTo(550);
        world.awaitEmptyBacklogs();
        for (JsonNode peer : world.headOffice().get("/propagation").expect(200).path("peers")) {
            assertThat(peer.path("catalogueVersion").asLong()).isGreaterThanOrEqualTo(version);
            assertThat(peer.path("toPeer").path("backlog").asLong()).isZero();
        }
    }

    /** The stores collect GST and QST on the class standard only. */
    @Test
    void aTaxClassAndADepositDecideWhatTheRegisterCharges() {
        long water = world.product("Eau de source", 150, 20);
        world.headOffice()
                .post("/tax-classes", Map.of("code", "zero-rated", "nameFr", "Détaxé", "nameEn", "Zero-rated"))
                .expect(201);
        Reply read = world.headOffice().get("/products/" + water);
        Map<String, Object> deposit = Map.of("containers", 12, "each", 10);
        long version = world.headOffice()
                .with("If-Match", read.header("ETag"))
                .patch("/products/" + water, Map.of("taxClass", "zero-rated", "deposit", deposit))
                .expect(200)
                .path("version")
                .asLong();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> world.register("S1", 1)
                                .get("/products/" + water)
                                .expect(200)
                                .path("version")
                                .asLong()
                        == version);
        JsonNode sale = world.sell("S1", 1, water, 2);
        assertThat(sale.path("subtotal").asLong()).isEqualTo(300);
        assertThat(sale.path("taxes")).isEmpty();
        assertThat(sale.path("deposits").asLong()).isEqualTo(240);
        assertThat(sale.path("total").asLong()).isEqualTo(540);
    }

    private static JsonNode order(long product) {
        return world.register("S1", 1)
                .post("/restock-orders", Map.of("productId", product))
                .expect(201);
    }

    private static String stateAtHeadOffice(JsonNode order) {
        for (JsonNode known :
                world.headOffice().get("/restock-orders?limit=200").expect(200).path("items")) {
            if (known.path("id").equals(order.path("id"))) {
                return known.path("state").asString();
            }
        }
        return "unknown";
    }

    private static long centralStock(long product) {
        return world.warehouse()
                .get("/products/" + product)
                .expect(200)
                .path("centralStock")
                .asLong();
    }

    @Test
    void anAcceptedRestockOrderMovesGoodsFromTheWarehouseToTheShelf() {
        long oil = world.product("Huile", 900, 3);
        world.awaitEmptyBacklogs();
        world.warehouse()
                .post("/stock/" + oil + "/receipts", Map.of("quantity", 40))
                .expect(200);
        JsonNode order = order(oil);
        world.awaitEmptyBacklogs();
        world.warehouse()
                .post("/restock-orders/" + order.path("id").asString() + "/accept", "")
                .expect(200);
        world.awaitEmptyBacklogs();
        assertThat(world.onShelf("S1", oil)).isEqualTo(13);
        assertThat(centralStock(oil)).isEqualTo(30);
        assertThat(stateAtHeadOffice(order)).isEqualTo("received");
        assertThat(world.warehouse()
                        .get("/restock-orders/" + order.path("id").asString())
                        .expect(200)
                        .path("state")
                        .asString())
                .isEqualTo("received");
    }

    @Test
    void anOrderThatTheCentralStockCannotFillIsRefusedWithAReason() {
        long rice = world.product("Riz", 900, 3);
        world.awaitEmptyBacklogs();
        JsonNode order = order(rice);
        world.awaitEmptyBacklogs();
        String path = "/restock-orders/" + order.path("id").asString();
        assertThat(world.warehouse().post(path + "/accept", "").problem()).isEqualTo("central-stock-too-short");
        world.warehouse()
                .post(path + "/refuse", Map.of("reason", "rupture chez le fournisseur"))
                .expect(200);
        world.awaitEmptyBacklogs();
        assertThat(stateAtHeadOffice(order)).isEqualTo("refused");
        assertThat(world.register("S1", 1).get("/restock-orders?limit=200").body())
                .contains("rupture chez le fournisseur");
        assertThat(world.onShelf("S1", rice)).isEqualTo(3);
    }

    @Test
    void aShelfThatRunsLowRaisesOneAlertThatAManagerAcknowledges() {
        long salt = world.product("Sel", 200, 6);
        world.sell("S1", 1, salt, 2);
        world.sell("S1", 1, salt, 1);
        world.awaitEmptyBacklogs();
        JsonNode alert = null;
        int alerts = 0;
        for (JsonNode open :
                world.headOffice().get("/alerts?limit=200").expect(200).path("items")) {
            if (open.path("productId").asLong() == salt) {
                alert = open;
                alerts++;
            }
        }
        assertThat(alerts).isEqualTo(1);
        assertThat(alert).isNotNull();
        assertThat(alert.path("level").asString()).isEqualTo("low");
        JsonNode acknowledged = world.headOffice()
                .post("/alerts/" + alert.path("id").asLong() + "/acknowledge", "")
                .expect(200);
        assertThat(acknowledged.path("acknowledgedBy").asString()).isEqualTo("bob");
    }

    @Test
    void aDeactivatedEmployeeIsLockedOutOfEveryService() {
        world.hire("gone", "manager");
        world.awaitEmptyBacklogs();
        TestHttp atStore = world.anyone("store").as(world.token("store", "gone", "S1", 3));
        TestHttp atHeadOffice = world.anyone("headoffice").as(world.token("headoffice", "gone", null, 0));
        TestHttp atWarehouse = world.anyone("logistics").as(world.token("logistics", "gone", null, 0));
        world.headOffice().patch("/staff/gone", Map.of("active", false)).expect(200);
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(atStore.get("/cart").status()).isEqualTo(401);
            assertThat(atHeadOffice.get("/staff").status()).isEqualTo(401);
            assertThat(atWarehouse.get("/products").status()).isEqualTo(401);
        });
    }
}
