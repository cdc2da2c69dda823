package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The central stock and its movements. */
class WarehouseTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void start() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static JsonNode reconciliation() {
        return world.bob().reconcile();
    }

    /** The rules that do not hold for a product. */
    private static List<String> rules(long product) {
        List<String> rules = new ArrayList<>();
        reconciliation()
                .path("checks")
                .forEach(check -> check.path("differences").forEach(difference -> {
                    if (difference.path("subject").asString().endsWith("product " + product)) {
                        rules.add(check.path("name").asString());
                    }
                }));
        return rules;
    }

    @Test
    void aReceiptRaisesTheStockOncePerKey() {
        long product = world.productInWarehouse("Huile d'olive", 0);
        TestHttp keyed = world.farid().key("receipt-of-" + product);
        Map<String, Object> receipt = Map.of("quantity", 12, "note", "camion de mardi");

        JsonNode first = keyed.post("/stock/" + product + "/receipts", receipt).expect(200);
        JsonNode replay = keyed.post("/stock/" + product + "/receipts", receipt).expect(200);

        assertThat(first.path("centralStock").asLong()).isEqualTo(12);
        assertThat(replay).isEqualTo(first);
        assertThat(world.centralStock(product)).isEqualTo(12);
        assertThat(keyed.post("/stock/" + product + "/receipts", Map.of("quantity", 13))
                        .problem())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void aReceiptOfAnUnknownProductIsRefused() {
        assertThat(world.farid()
                        .post("/stock/999999/receipts", Map.of("quantity", 1))
                        .status())
                .isEqualTo(404);
        assertThat(world.farid().get("/products/999999").status()).isEqualTo(404);
    }

    @Test
    void productsAreFoundByNameSkuAndBarcodeWithoutAccents() {
        long product = world.productInWarehouse("Crème brûlée", 3);

        for (String query :
                List.of("creme", "BRULEE%20creme", "sku-" + product, "%d".formatted(2_000_000_000_000L + product))) {
            JsonNode found = world.farid().get("/products?query=" + query).expect(200);
            assertThat(found.path("items")).as(query).hasSize(1);
            assertThat(found.path("items").get(0).path("centralStock").asLong()).isEqualTo(3);
        }
        assertThat(world.farid().get("/products?query=100%25").expect(200).path("items"))
                .isEmpty();
        assertThat(world.farid().get("/products?category=Autre").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void theListIsReadPageByPageWithoutGapsOrRepeats() {
        List<Long> made = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            made.add(world.productInWarehouse("Page " + number % 2, 0));
        }

        List<Long> listed = new ArrayList<>();
        JsonNode page = world.farid().get("/stock?query=page&limit=2").expect(200);
        while (true) {
            page.path("items").forEach(item -> listed.add(item.path("id").asLong()));
            if (page.path("next").isNull()) {
                break;
            }
            page = world.farid()
                    .get("/stock?query=page&limit=2&after=" + page.path("next").asString())
                    .expect(200);
        }

        assertThat(listed).containsExactly(made.get(0), made.get(2), made.get(4), made.get(1), made.get(3));
    }

    @Test
    void theReconciliationFindsRowsThatWereChangedByHand() {
        long product = world.productInWarehouse("Registre", 20);
        UUID order = world.requested(product, 5);
        world.farid().post("/restock-orders/" + order + "/accept", "").expect(200);
        assertThat(rules(product)).isEmpty();

        world.tamper("UPDATE central_stock SET quantity = quantity + 1 WHERE product_id = " + product);
        assertThat(rules(product)).containsExactly("The central stock is what arrived less what was shipped");

        world.tamper("UPDATE central_stock SET quantity = quantity - 1 WHERE product_id = " + product);
        assertThat(rules(product)).isEmpty();

        world.tamper("DELETE FROM movement WHERE order_id = '" + order + "'");
        assertThat(rules(product))
                .containsExactly(
                        "The central stock is what arrived less what was shipped",
                        "A shipped order left the warehouse once, in full, and no other order did");

        world.tamper(
                "UPDATE restock_order SET state = 'received', received_at = now(), received_quantity = 4 WHERE id = '"
                        + order + "'");
        assertThat(rules(product))
                .containsExactlyInAnyOrder(
                        "The central stock is what arrived less what was shipped",
                        "A store received what was shipped to it",
                        "A shipped order left the warehouse once, in full, and no other order did");
    }

    @Test
    void onlyManagersSeeTheReconciliation() {
        assertThat(world.farid().get("/reconciliation").status()).isEqualTo(403);
        assertThat(world.farid().get("/dead-letters").status()).isEqualTo(403);
        assertThat(world.bob().get("/dead-letters").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products?limit=0",
                "/products?limit=201",
                "/products?after=%20",
                "/products?after=AAAA",
                "/products?query=%00",
                "/products?unknown=1",
                "/products/0",
                "/products/99999999999999999999",
                "/stock?after=YQ",
                "/restock-orders?state=lost",
                "/restock-orders?store=s1",
                "/restock-orders?after=KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTkuOTk5OTk5OTk5Wh8wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
                "/restock-orders?after=MjAyNi0xMS0yM1QwMDowMDowMFofbm8",
                "/restock-orders/not-a-uuid",
            })
    void malformedQueriesAreRefused(String path) {
        Reply reply = world.bob().get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "null",
                "[]",
                "{}",
                "{\"quantity\":0}",
                "{\"quantity\":-1}",
                "{\"quantity\":10001}",
                "{\"quantity\":1.5}",
                "{\"quantity\":\"1\"}",
                "{\"quantity\":99999999999999999999}",
                "{\"quantity\":null}",
                "{\"quantity\":1,\"price\":2}",
                "{\"quantity\":1,\"note\":\"a\\u0000b\"}",
                "{\"quantity\":1,\"note\":\"\\ud800\"}",
            })
    void malformedReceiptsAreRefused(String body) {
        long product = world.productInWarehouse("Malformed", 0);
        Reply reply = world.farid().post("/stock/" + product + "/receipts", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(world.centralStock(product)).isZero();
    }

    @Test
    void aWriteWithoutAKeyIsRefused() {
        assertThat(world.farid()
                        .send("POST", "/stock/1/receipts", "{\"quantity\":1}")
                        .status())
                .isEqualTo(400);
        assertThat(world.farid()
                        .send("POST", "/restock-orders/" + UUID.randomUUID() + "/accept", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theStatusShowsBacklogAndSenders() {
        world.settled();
        JsonNode status = world.farid().get("/status").expect(200);
        assertThat(status.path("database").asBoolean()).isTrue();
        assertThat(status.path("backlog").asLong()).isZero();
        assertThat(status.path("eventsWaiting")).as("the form of version 0.1").isEqualTo(status.path("backlog"));
        assertThat(status.path("destinations"))
                .isNotEmpty()
                .allSatisfy(destination -> assertThat(destination.propertyNames())
                        .contains("name", "backlog", "waiting", "deadLetters", "parked", "lastContact"));
        List<String> senders = new ArrayList<>();
        status.path("senders").forEach(sender -> senders.add(sender.path("name").asString()));
        assertThat(senders).contains("headoffice");
    }
}
