package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.PASSWORD;
import static dev.comptoir.store.StoreWorld.card;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A discount is approved, covers the units in the cart, is spread to the cent, and stays visible on the lines of the sale. */
class DiscountTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final Map<String, Object> BOB = Map.of("username", "bob", "password", PASSWORD);

    private static List<Long> column(JsonNode json, String member) {
        return json.path("lines")
                .valueStream()
                .map(line -> line.path(member).asLong())
                .toList();
    }

    private static long inCart(TestHttp till, long price, int units) {
        long product = world.productOnShelf("Article à " + price, price, 100);
        till.post("/cart/lines", Map.of("productId", product, "quantity", units))
                .expect(200);
        return product;
    }

    /** 10 % of 8.97 is 0.897: 0.90. Taxes of 8.07: 0.40 and 0.80. */
    @Test
    void aPercentageOfALineIsRoundedHalfUpAndFurtherUnitsAreSoldAtTheListPrice() {
        TestHttp alice = world.alice(31);
        long jam = inCart(alice, 299, 3);
        String line = "/cart/lines/" + jam;
        Reply alone = alice.put(line + "/discount", Map.of("percent", 10, "reason", "bosse"));
        assertThat(alone.problem()).isEqualTo("approval-needed");
        assertThat(alone.json().path("detail").asString()).isEqualTo("a manager must approve a discount");
        JsonNode cart = alice.put(line + "/discount", Map.of("percent", 10, "reason", "bosse", "approval", BOB))
                .expect(200);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(807);
        assertThat(cart.path("total").asLong()).isEqualTo(807 + 40 + 80);
        JsonNode more = alice.put(line, Map.of("quantity", 5)).expect(200);
        assertThat(more.path("subtotal").asLong()).isEqualTo(807 + 2 * 299);
        JsonNode fewer = alice.put(line, Map.of("quantity", 1)).expect(200);
        assertThat(fewer.path("subtotal").asLong())
                .as("a third of the discount")
                .isEqualTo(269);
        alice.delete("/cart").expect(200);
    }

    @Test
    void anAmountOnTheCartIsSpreadOverTheLinesToTheCentAndStaysOnTheSale() {
        TestHttp bob = world.loggedIn("bob", "S1", 32);
        for (int line = 0; line < 3; line++) {
            inCart(bob, 333, 1);
        }
        JsonNode cart = bob.put("/cart/discount", Map.of("amount", 100, "reason", "fidélité"))
                .expect(200);
        assertThat(column(cart, "discount")).containsExactly(33L, 34L, 33L);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(899);
        JsonNode sale = bob.post("/sales", Map.of("payments", List.of(card(899 + 45 + 90))))
                .expect(201);
        assertThat(column(sale, "discount")).containsExactly(33L, 34L, 33L);
        assertThat(column(sale, "amount")).containsExactly(300L, 299L, 300L);
        assertThat(sale.path("lines").path(0).path("priceReason").asString()).isEqualTo("fidélité");
        JsonNode refund = bob.post(
                        "/sales/" + sale.path("number").asString() + "/refunds", Map.of("reason", "rapporté"))
                .expect(201);
        assertThat(refund.path("total").asLong()).isEqualTo(899 + 45 + 90);
    }

    /** The first of three equal lines has a third of a cent: none. */
    @Test
    void aLineWithoutAShareOfTheDiscountIsSoldAsIfNothingHadBeenApproved() {
        TestHttp bob = world.loggedIn("bob", "S1", 35);
        for (int line = 0; line < 3; line++) {
            inCart(bob, 333, 1);
        }
        JsonNode cart = bob.put("/cart/discount", Map.of("amount", 1, "reason", "fidélité"))
                .expect(200);
        assertThat(column(cart, "discount")).containsExactly(0L, 1L, 0L);
        assertThat(cart.path("lines").path(0).path("listPrice").isNull()).isTrue();
        assertThat(cart.path("lines").path(1).path("listPrice").asLong()).isEqualTo(333);
        JsonNode sale = bob.post("/sales", Map.of("payments", List.of(card(998 + 50 + 100))))
                .expect(201);
        assertThat(sale.path("lines").path(0).path("priceReason").isNull()).isTrue();
    }

    /** One of two jams at 1.00 and the other at 2.99; half of a tea at 4.00. */
    @Test
    void aRepeatedSaleOfOverriddenAndDiscountedLinesGetsTheSameResponse() {
        TestHttp bob = world.loggedIn("bob", "S1", 38);
        long jam = inCart(bob, 299, 1);
        bob.put("/cart/lines/" + jam + "/price", Map.of("price", 100, "reason", "bosse"))
                .expect(200);
        bob.put("/cart/lines/" + jam, Map.of("quantity", 2)).expect(200);
        long tea = inCart(bob, 400, 1);
        bob.put("/cart/lines/" + tea + "/discount", Map.of("percent", 50, "reason", "date"))
                .expect(200);
        Map<String, Object> sale = Map.of("payments", List.of(card(599 + 30 + 60)));
        TestHttp repeated = bob.key(UUID.randomUUID().toString());
        Reply first = repeated.post("/sales", sale);
        assertThat(first.status()).isEqualTo(201);
        assertThat(column(first.json(), "amount")).containsExactly(100L, 299L, 200L);
        assertThat(repeated.post("/sales", sale).body()).isEqualTo(first.body());
        Map<String, Object> withTotal =
                Map.of("payments", List.of(card(599 + 30 + 60)), "expectedTotal", 599 + 30 + 60);
        assertThat(repeated.post("/sales", withTotal).body()).isEqualTo(first.body());
    }

    @Test
    void theNewPriceOfAnotherLineStaysMarkedWhenADiscountIsGiven() {
        TestHttp bob = world.loggedIn("bob", "S1", 36);
        ProductChanged tea = world.product("Thé", 400);
        world.sendFromHeadOffice(tea);
        world.settled();
        world.count(tea.productId(), 5);
        bob.post("/cart/lines", Map.of("productId", tea.productId())).expect(200);
        long jam = inCart(bob, 299, 1);
        world.sendFromHeadOffice(StoreWorld.repriced(tea, world.nextVersion(), 450));
        world.settled();
        JsonNode cart = bob.put("/cart/lines/" + jam + "/discount", Map.of("amount", 99, "reason", "bosse"))
                .expect(200);
        assertThat(cart.path("lines").path(0).path("previousUnitPrice").asLong())
                .isEqualTo(400);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(450 + 200);
        bob.delete("/cart").expect(200);
    }

    private static ProductChanged inCart(TestHttp till, String name, long price) {
        ProductChanged product = world.product(name, price);
        world.sendFromHeadOffice(product);
        world.settled();
        world.count(product.productId(), 5);
        till.post("/cart/lines", Map.of("productId", product.productId())).expect(200);
        return product;
    }

    private static void reprice(ProductChanged product, long price) {
        world.sendFromHeadOffice(StoreWorld.repriced(product, world.nextVersion(), price));
        world.settled();
    }

    /** 4.00 less 10 % is 3.60. At 3.00, the same 0.40 are off: 2.60, with taxes 2.99. */
    @Test
    void aNewPriceUnderADiscountIsOfferedAndTheDiscountStays() {
        TestHttp bob = world.loggedIn("bob", "S1", 39);
        ProductChanged tea = inCart(bob, "Thé", 400);
        bob.put("/cart/lines/" + tea.productId() + "/discount", Map.of("percent", 10, "reason", "bosse"))
                .expect(200);
        reprice(tea, 300);
        Reply refused = bob.post("/sales", Map.of("payments", List.of(card(414))));
        assertThat(refused.problem()).isEqualTo("price-changed");
        assertThat(refused.json().path("seenPrice").asLong()).isEqualTo(400);
        JsonNode line = bob.get("/cart").expect(200).path("lines").path(0);
        assertThat(line.path("previousUnitPrice").asLong()).isEqualTo(400);
        assertThat(line.path("unitPrice").asLong()).isEqualTo(300);
        assertThat(line.path("listPrice").asLong()).isEqualTo(300);
        assertThat(line.path("discount").asLong()).isEqualTo(40);
        JsonNode sale =
                bob.post("/sales", Map.of("payments", List.of(card(299)))).expect(201);
        assertThat(column(sale, "unitPrice")).containsExactly(300L);
        assertThat(column(sale, "amount")).containsExactly(260L);
    }

    /** A price of 2.00 was approved instead of 4.00: it stays when the list price becomes 5.00, but that is shown first. */
    @Test
    void aNewListPriceUnderAnOverriddenPriceIsOfferedAndTheApprovedPriceStays() {
        TestHttp bob = world.loggedIn("bob", "S1", 40);
        ProductChanged tea = inCart(bob, "Thé", 400);
        bob.put("/cart/lines/" + tea.productId() + "/price", Map.of("price", 200, "reason", "bosse"))
                .expect(200);
        reprice(tea, 500);
        assertThat(bob.post("/sales", Map.of("payments", List.of(card(230)))).problem())
                .isEqualTo("price-changed");
        JsonNode line = bob.get("/cart").expect(200).path("lines").path(0);
        assertThat(line.path("previousUnitPrice").asLong()).isEqualTo(400);
        assertThat(line.path("unitPrice").asLong()).isEqualTo(200);
        assertThat(line.path("listPrice").asLong()).isEqualTo(500);
        bob.post("/sales", Map.of("payments", List.of(card(230)))).expect(201);
    }

    @Test
    void aDiscountOnTheWholeCartShowsTheNewPricesOfItsLines() {
        TestHttp bob = world.loggedIn("bob", "S1", 41);
        ProductChanged tea = inCart(bob, "Thé", 400);
        reprice(tea, 450);
        JsonNode cart = bob.put("/cart/discount", Map.of("amount", 50, "reason", "fidélité"))
                .expect(200);
        assertThat(cart.path("lines").path(0).path("previousUnitPrice").asLong())
                .isEqualTo(400);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(400);
        bob.delete("/cart").expect(200);
    }

    /** The manager saw 4.00; the approval is for that price only, of this product or of the whole cart. */
    @Test
    void anApprovalForACartWithOtherPricesIsRefusedUntilTheyAreShown() {
        TestHttp alice = world.alice(42);
        ProductChanged tea = inCart(alice, "Thé", 400);
        long other = inCart(alice, 299, 1);
        long seen = alice.get("/cart").expect(200).path("version").asLong();
        reprice(tea, 450);
        Map<String, Object> approved = Map.of("amount", 50, "reason", "fidélité", "approval", BOB, "cartVersion", seen);
        Map<String, Object> price = Map.of("price", 100, "reason", "bosse", "approval", BOB, "cartVersion", seen);
        String line = "/cart/lines/" + tea.productId();
        assertThat(alice.put("/cart/discount", approved).problem()).isEqualTo("cart-changed");
        assertThat(alice.put(line + "/discount", approved).problem()).isEqualTo("cart-changed");
        assertThat(alice.put(line + "/price", price).problem()).isEqualTo("cart-changed");
        JsonNode shown = alice.get("/cart").expect(200);
        assertThat(shown.path("lines").path(0).path("previousUnitPrice").asLong())
                .isEqualTo(400);
        assertThat(shown.path("version").asLong()).isEqualTo(seen);
        assertThat(alice.put("/cart/discount", approved)
                        .expect(200)
                        .path("subtotal")
                        .asLong())
                .isEqualTo(450 + 299 - 50);
        alice.delete("/cart/lines/" + other).expect(200);
        alice.delete("/cart").expect(200);
    }

    @Test
    void aParkedCartWithADiscountShowsTheNewPrice() {
        TestHttp bob = world.loggedIn("bob", "S1", 43);
        ProductChanged tea = inCart(bob, "Thé", 400);
        bob.put("/cart/lines/" + tea.productId() + "/discount", Map.of("amount", 50, "reason", "bosse"))
                .expect(200);
        String parked = bob.post("/parked-carts", Map.of("note", "prix"))
                .expect(201)
                .path("id")
                .asString();
        reprice(tea, 450);
        JsonNode waiting = bob.get("/parked-carts")
                .expect(200)
                .path("items")
                .valueStream()
                .filter(cart -> cart.path("id").asString().equals(parked))
                .findFirst()
                .orElseThrow();
        assertThat(waiting.path("subtotal").asLong()).isEqualTo(400);
        JsonNode resumed =
                bob.post("/parked-carts/" + parked + "/resume", Map.of()).expect(200);
        assertThat(resumed.path("subtotal").asLong()).isEqualTo(400);
        assertThat(resumed.path("lines").path(0).path("previousUnitPrice").asLong())
                .isEqualTo(400);
        bob.delete("/cart").expect(200);
    }

    /** An instance of version 0.2 overrides the price of a line with a discount, and leaves the discount in its row. */
    @Test
    void aPriceOfAnEarlierVersionIsNeverBelowItsDiscount() {
        TestHttp bob = world.loggedIn("bob", "S1", 37);
        long jam = inCart(bob, 299, 3);
        bob.put("/cart/lines/" + jam + "/discount", Map.of("percent", 10, "reason", "bosse"))
                .expect(200);
        world.execute("UPDATE cart_line SET forced_price = 10 WHERE product_id = " + jam);
        assertThat(bob.get("/cart").expect(200).path("total").asLong()).isZero();
        bob.delete("/cart").expect(200);
    }

    @Test
    void aDiscountAboveTheAmountIsRefusedAndChangesNothing() {
        TestHttp bob = world.loggedIn("bob", "S1", 33);
        inCart(bob, 333, 1);
        Reply refused = bob.put("/cart/discount", Map.of("amount", 334, "reason", "erreur"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("discount-too-high");
        assertThat(bob.get("/cart").expect(200).path("subtotal").asLong()).isEqualTo(333);
        bob.delete("/cart").expect(200);
    }

    @Test
    void aDiscountIsAPercentageOrAnAmount() {
        TestHttp bob = world.loggedIn("bob", "S1", 34);
        for (Map<String, Object> malformed : List.<Map<String, Object>>of(
                Map.of("reason", "rien"),
                Map.of("percent", 10, "amount", 100, "reason", "les deux"),
                Map.of("percent", 0, "reason", "rien"),
                Map.of("percent", 101, "reason", "trop"),
                Map.of("amount", 0, "reason", "rien"),
                Map.of("percent", 10, "reason", " "))) {
            assertThat(bob.put("/cart/discount", malformed).status())
                    .as(malformed.toString())
                    .isEqualTo(400);
        }
        assertThat(bob.put("/cart/discount", Map.of("percent", 10, "reason", "vide"))
                        .problem())
                .isEqualTo("empty-cart");
    }
}
