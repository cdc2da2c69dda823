package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every product has one tax class, and may bear a deposit for its containers; both are part of its history. */
class ProductTaxesTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        world.addTaxClass("zero-rated");
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

    private static Map<String, Object> water(String sku) {
        Map<String, Object> water = new HashMap<>(HeadOfficeWorld.product(sku, "Eau de source", 150));
        water.put("taxClass", "zero-rated");
        water.put("deposit", Map.of("containers", 12, "each", 10));
        return water;
    }

    /** The newest event of a product that the stores have received. */
    private static ProductChanged sent(JsonNode product) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> received().stream()
                        .anyMatch(event ->
                                event.version() == product.path("version").asLong()));
        return received().stream()
                .filter(event -> event.version() == product.path("version").asLong())
                .findFirst()
                .orElseThrow();
    }

    private static List<ProductChanged> received() {
        return world.store.received("ProductChanged").stream()
                .map(payload -> (ProductChanged) Events.read("ProductChanged", payload))
                .toList();
    }

    @Test
    void aProductWithoutAClassIsNotPublished() {
        Map<String, Object> unclassified = new HashMap<>(water("NONE"));
        unclassified.remove("taxClass");
        Reply refused = world.bob().post("/products", unclassified);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString()).contains("taxClass");
        assertThat(world.bob().get("/products?query=NONE").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void aProductIsPublishedWithItsClassAndItsDeposit() {
        JsonNode water = world.bob().post("/products", water("WATER")).expect(201);
        assertThat(water.path("taxClass").asString()).isEqualTo("zero-rated");
        assertThat(water.path("deposit").path("containers").asInt()).isEqualTo(12);
        assertThat(world.bob().get(path(water)).expect(200)).isEqualTo(water);
        ProductChanged sent = sent(water);
        assertThat(sent.taxClass()).isEqualTo("zero-rated");
        assertThat(sent.deposit()).isEqualTo(new Deposit(12, Money.ofCents(10)));
    }

    @Test
    void anUnknownClassIsRefusedAndNothingIsChanged() {
        Map<String, Object> luxury = new HashMap<>(water("LUXURY"));
        luxury.put("taxClass", "luxury");
        Reply refused = world.bob().post("/products", luxury);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-tax-class");
        assertThat(refused.json().path("detail").asString()).contains("luxury");

        JsonNode tea = world.addProduct("TEA", "Thé", 400);
        assertThat(patch(tea, Map.of("taxClass", "luxury", "price", 1)).problem())
                .isEqualTo("unknown-tax-class");
        assertThat(world.bob().get(path(tea)).expect(200)).isEqualTo(tea);
    }

    @Test
    void aDepositIsChangedAndRemovedAndAnAbsentOneStays() {
        JsonNode water = world.bob().post("/products", water("SIX")).expect(201);
        JsonNode dearer = patch(water, Map.of("price", 175)).expect(200);
        assertThat(dearer.path("deposit").path("containers").asInt()).isEqualTo(12);
        JsonNode six = patch(dearer, Map.of("deposit", Map.of("containers", 6, "each", 25)))
                .expect(200);
        assertThat(sent(six).deposit()).isEqualTo(new Deposit(6, Money.ofCents(25)));
        JsonNode without =
                patch(six, Map.of("deposit", Map.of("containers", 0))).expect(200);
        assertThat(without.path("deposit").isNull()).isTrue();
        assertThat(world.bob().get(path(water)).expect(200)).isEqualTo(without);
        assertThat(sent(without).deposit()).isNull();
    }

    @Test
    void theHistoryRecordsClassAndDeposit() {
        JsonNode juice = world.addProduct("JUICE", "Jus", 349);
        patch(juice, Map.of("taxClass", "zero-rated", "deposit", Map.of("containers", 1, "each", 10)))
                .expect(200);
        JsonNode history = world.bob().get(path(juice) + "/changes").expect(200).path("items");
        JsonNode changes = history.get(0).path("changes");
        assertThat(changes.propertyNames()).containsExactlyInAnyOrder("taxClass", "deposit");
        assertThat(changes.path("taxClass").path("before").asString()).isEqualTo("standard");
        assertThat(changes.path("taxClass").path("after").asString()).isEqualTo("zero-rated");
        assertThat(changes.path("deposit").path("before").isNull()).isTrue();
        assertThat(changes.path("deposit").path("after").path("each").asInt()).isEqualTo(10);
        assertThat(history.get(1).path("changes").path("added").path("taxClass").asString())
                .isEqualTo("standard");
    }

    @Test
    void theSameClassAndDepositAgainAreNoChange() {
        JsonNode water = world.bob().post("/products", water("SAME")).expect(201);
        assertThat(patch(water, Map.of("taxClass", "zero-rated", "deposit", Map.of("containers", 12, "each", 10)))
                        .expect(200)
                        .path("version"))
                .isEqualTo(water.path("version"));
    }

    @Test
    void aChangeOfTheClassOfAStaleVersionIsRefused() {
        JsonNode oil = world.addProduct("OIL", "Huile", 599);
        patch(oil, Map.of("price", 649)).expect(200);
        Reply refused = patch(oil, Map.of("taxClass", "zero-rated"));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().path("now").path("taxClass").asString()).isEqualTo("standard");
    }

    @Test
    void classesAndDepositsOutOfRangeAreRefused() {
        JsonNode egg = world.addProduct("EGG", "Oeuf", 200);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("taxClass", ""),
                Map.of("taxClass", "Zero rated"),
                Map.of("deposit", Map.of("containers", -1, "each", 10)),
                Map.of("deposit", Map.of("containers", 1_001, "each", 10)),
                Map.of("deposit", Map.of("containers", 1)),
                Map.of("deposit", Map.of("containers", 1, "each", 0)),
                Map.of("deposit", Map.of("containers", 1, "each", 10_001)),
                Map.of("deposit", Map.of("containers", 0, "each", 10)),
                Map.of("deposit", Map.of("each", 10)),
                Map.of("deposit", Map.of("containers", 1, "each", 10, "metal", true)))) {
            assertThat(patch(egg, wrong).status()).as(wrong.toString()).isEqualTo(400);
        }
        assertThat(world.bob().get(path(egg)).expect(200)).isEqualTo(egg);
    }

    @Test
    void aProductThatAnEarlierVersionAddsIsOfTheClassStandard() {
        world.execute("""
                INSERT INTO product (version, sku, name, description, category, price, low, high, store_thresholds, search)
                VALUES (nextval('catalogue_version'), 'OLD', 'Ancien', '', 'Épicerie', 100, 5, 100, '{}', 'ancien old')
                """);
        JsonNode old = world.bob()
                .get("/products?query=ancien")
                .expect(200)
                .path("items")
                .get(0);
        assertThat(old.path("taxClass").asString()).isEqualTo("standard");
        assertThat(old.path("deposit").isNull()).isTrue();
        assertThat(patch(old, Map.of("taxClass", "zero-rated"))
                        .expect(200)
                        .path("taxClass")
                        .asString())
                .isEqualTo("zero-rated");
    }
}
