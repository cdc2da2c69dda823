package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A change names the version that it is based on, gets a version of its own, and is replicated. */
class CatalogueTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static String path(JsonNode product) {
        return "/products/" + product.path("id").asLong();
    }

    private static Reply patch(JsonNode product, Map<String, Object> patch) {
        return world.bob()
                .with("If-Match", "\"" + product.path("version").asLong() + "\"")
                .patch(path(product), patch);
    }

    @Test
    void aChangeReachesTheStoresAndTheWarehouse() {
        JsonNode milk = world.addProduct("MILK", "Lait", 289);
        JsonNode changed = patch(milk, Map.of("price", 299)).expect(200);
        assertThat(changed.path("version").asLong())
                .isGreaterThan(milk.path("version").asLong());
        String version = "\"version\":" + changed.path("version").asLong();
        Awaitility.await().untilAsserted(() -> {
            assertThat(world.store.received("ProductChanged"))
                    .anyMatch(event -> event.replace(" ", "").contains(version));
            assertThat(world.warehouse.received("ProductChanged"))
                    .anyMatch(event -> event.replace(" ", "").contains(version));
        });
    }

    @Test
    void aChangeOfAStaleVersionIsRefusedWithTheCurrentVersion() {
        JsonNode tea = world.addProduct("TEA", "Thé", 400);
        JsonNode now = patch(tea, Map.of("price", 450)).expect(200);
        Reply refused = patch(tea, Map.of("price", 500));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().path("version")).isEqualTo(now.path("version"));
        assertThat(world.bob().get(path(tea)).expect(200).path("price").asLong())
                .isEqualTo(450);
    }

    @Test
    void aChangeWithoutAVersionIsRefused() {
        JsonNode jam = world.addProduct("JAM", "Confiture", 400);
        assertThat(world.bob().patch(path(jam), Map.of("price", 1)).problem()).isEqualTo("version-required");
        assertThat(world.bob()
                        .with("If-Match", "*")
                        .patch(path(jam), Map.of("price", 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tenManagersChangeOneVersionAndOneWins() throws Exception {
        JsonNode oil = world.addProduct("OIL", "Huile", 400);
        List<Callable<Reply>> changes = IntStream.range(0, 10)
                .<Callable<Reply>>mapToObj(number -> () -> patch(oil, Map.of("price", 1000 + number)))
                .toList();
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> future : threads.invokeAll(changes)) {
                replies.add(future.get());
            }
        }
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 412)).hasSize(9);
    }

    @Test
    void aSkuOrABarcodeIdentifiesOneProduct() {
        Map<String, Object> product = new HashMap<>(HeadOfficeWorld.product("ONE", "Un", 100));
        product.put("barcode", "12345678");
        world.bob().post("/products", product).expect(201);
        assertThat(world.bob().post("/products", product).problem()).isIn("sku-taken", "barcode-taken");
        JsonNode other = world.addProduct("TWO", "Deux", 100);
        assertThat(patch(other, Map.of("barcode", "12345678")).problem()).isEqualTo("barcode-taken");
        assertThat(patch(other, Map.of("barcode", "87654321")).status()).isEqualTo(200);
    }

    @Test
    void aChangeThatChangesNothingGetsNoNewVersion() {
        JsonNode salt = world.addProduct("SALT", "Sel", 200);
        assertThat(patch(salt, Map.of("price", 200)).expect(200).path("version"))
                .isEqualTo(salt.path("version"));
    }

    @Test
    void theHistoryRecordsWhoChangedWhat() {
        JsonNode rice = world.addProduct("RICE", "Riz", 200);
        patch(rice, Map.of("price", 250, "name", "Riz rond")).expect(200);
        JsonNode newest = world.bob()
                .get(path(rice) + "/changes")
                .expect(200)
                .path("items")
                .get(0);
        assertThat(newest.path("changedBy").asString()).isEqualTo("bob");
        assertThat(newest.path("changes").path("price").path("before").asLong()).isEqualTo(200);
        assertThat(newest.path("changes").path("price").path("after").asLong()).isEqualTo(250);
        assertThat(newest.path("changes").has("category")).isFalse();
    }

    @Test
    void thePriceHistoryRecordsEveryPriceWithItsAuthor() {
        JsonNode rye = world.addProduct("RYE", "Seigle", 200);
        JsonNode dearer = patch(rye, Map.of("price", 250)).expect(200);
        JsonNode renamed = patch(dearer, Map.of("name", "Pain de seigle")).expect(200);
        patch(renamed, Map.of("price", 225, "category", "Boulangerie")).expect(200);
        JsonNode prices = world.bob().get(path(rye) + "/prices").expect(200);
        assertThat(prices.path("items").valueStream().map(one -> one.path("from") + " to " + one.path("to")))
                .containsExactly("250 to 225", "200 to 250", "null to 200");
        assertThat(prices.path("items").findValuesAsString("changedBy")).containsOnly("bob");
        assertThat(prices.path("items").get(1).path("version")).isEqualTo(dearer.path("version"));
        assertThat(prices.path("next").isNull()).isTrue();
    }

    @Test
    void pricesAreReadPageByPage() {
        JsonNode oat = world.addProduct("OAT", "Avoine", 100);
        patch(oat, Map.of("price", 110)).expect(200);
        JsonNode first = world.bob().get(path(oat) + "/prices?limit=1").expect(200);
        assertThat(first.path("items").size()).isEqualTo(1);
        JsonNode second = world.bob()
                .get(path(oat) + "/prices?limit=1&after=" + first.path("next").asString())
                .expect(200);
        assertThat(second.path("items").get(0).path("to").asLong()).isEqualTo(100);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(world.bob().get("/products/999999/prices").status()).isEqualTo(404);
    }

    @Test
    void theRefusalOfAStaleChangeContainsTheCurrentProduct() {
        JsonNode fig = world.addProduct("FIG", "Figue", 400);
        patch(fig, Map.of("price", 450)).expect(200);
        Reply refused = patch(fig, Map.of("price", 500));
        assertThat(refused.json().path("now").path("price").asLong()).isEqualTo(450);
        assertThat(refused.json().path("now").path("name").asString()).isEqualTo("Figue");
    }

    @Test
    void aReplayedAdditionAddsOnce() {
        var keyed = world.bob().key("one-addition-only");
        Map<String, Object> nut = HeadOfficeWorld.product("NUT", "Noix", 100);
        JsonNode first = keyed.post("/products", nut).expect(201);
        assertThat(keyed.post("/products", nut).expect(201)).isEqualTo(first);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        JsonNode egg = world.addProduct("EGG", "Oeuf", 200);
        for (Map<String, Object> patch : List.<Map<String, Object>>of(
                Map.of("price", -1),
                Map.of("price", 10_000_001),
                Map.of("name", " "),
                Map.of("barcode", "abc"),
                Map.of("thresholds", Map.of("low", 9, "high", 3)),
                Map.of("storeThresholds", Map.of("not a store", Map.of("low", 1, "high", 3))),
                Map.of("sku", "NEW"))) {
            assertThat(patch(egg, patch).status()).as(patch.toString()).isEqualTo(400);
        }
    }

    @Test
    void noSkuHasTheFormOfASalesNumber() {
        assertThat(world.bob()
                        .post("/products", HeadOfficeWorld.product("S1-2-000042", "Oeuf", 200))
                        .problem())
                .isEqualTo("invalid-request");
        world.bob()
                .post("/products", HeadOfficeWorld.product("S1-2-00042", "Oeuf", 200))
                .expect(201);
    }
}
