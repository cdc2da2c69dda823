package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What a clerk may do only with a manager's approval, and the record of each approval. */
class ApprovalTest {
    private static final Map<String, Object> BOB = Map.of("username", "bob", "password", StoreWorld.PASSWORD);

    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static JsonNode newestApproval() {
        return world.bob().get("/approvals?limit=1").expect(200).path("items").get(0);
    }

    @Test
    void aRefundAboveTheLimitNeedsAManager() {
        long tv = world.productOnShelf("Téléviseur", 40_000, 10);
        TestHttp alice = world.alice(1);
        String refunds = "/sales/"
                + alice.post("/sales", saleOf(List.of(line(tv, 2))))
                        .expect(201)
                        .path("number")
                        .asString()
                + "/refunds";
        Reply refused = alice.post(refunds, Map.of("reason", "abîmé"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.json().path("limit").asLong()).isEqualTo(10_000);
        assertThat(world.onShelf(tv)).isEqualTo(8);
        alice.post(refunds, Map.of("reason", "abîmé", "approval", BOB)).expect(201);
        assertThat(world.onShelf(tv)).isEqualTo(10);
        JsonNode approval = newestApproval();
        assertThat(approval.path("kind").asString()).isEqualTo("refund");
        assertThat(approval.path("askedBy").asString()).isEqualTo("alice");
        assertThat(approval.path("approvedBy").asString()).isEqualTo("bob");
        assertThat(approval.path("amount").asLong()).isEqualTo(91_980);
    }

    @Test
    void aSmallRefundAndAManagersRefundNeedNoApproval() {
        long tv = world.productOnShelf("Téléviseur", 50_000, 10);
        long milk = world.productOnShelf("Lait", 289, 10);
        for (long product : List.of(tv, milk)) {
            TestHttp seller = product == tv ? world.bob() : world.alice(1);
            JsonNode sale =
                    seller.post("/sales", saleOf(List.of(line(product, 1)))).expect(201);
            seller.post("/sales/" + sale.path("number").asString() + "/refunds", Map.of("reason", "abîmé"))
                    .expect(201);
        }
    }

    @Test
    void onlyAManagersNameAndPasswordAreAccepted() {
        long milk = world.productOnShelf("Lait", 289, 10);
        TestHttp alice = world.alice(2);
        alice.post("/cart/lines", Map.of("productId", milk)).expect(200);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("username", "bob", "password", "not his"),
                Map.of("username", "alice", "password", StoreWorld.PASSWORD),
                Map.of("username", "farid", "password", StoreWorld.PASSWORD))) {
            Reply refused =
                    alice.put("/cart/lines/" + milk + "/price", Map.of("price", 1, "reason", "ami", "approval", wrong));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.problem()).isEqualTo("approval-refused");
        }
        assertThat(alice.put("/cart/lines/" + milk + "/price", Map.of("price", 1, "reason", "ami"))
                        .problem())
                .isEqualTo("approval-needed");
        assertThat(alice.get("/cart").expect(200).path("total").asLong()).isGreaterThan(289);
    }

    @Test
    void aPriceOverrideAppliesToTheSaleAndStaysWithAParkedCart() {
        long lamp = world.productOnShelf("Lampe", 4_000, 10);
        TestHttp alice = world.alice(3);
        alice.post("/cart/lines", Map.of("productId", lamp, "quantity", 2)).expect(200);
        JsonNode cart = alice.put(
                        "/cart/lines/" + lamp + "/price",
                        Map.of("price", 3_000, "reason", "égratignure", "approval", BOB))
                .expect(200);
        assertThat(cart.path("lines").get(0).path("unitPrice").asLong()).isEqualTo(3_000);
        assertThat(cart.path("lines").get(0).path("listPrice").asLong()).isEqualTo(4_000);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(6_000);
        assertThat(newestApproval().path("subject").asString()).contains("égratignure");
        String parked = alice.post("/parked-carts", Map.of("note", ""))
                .expect(201)
                .path("id")
                .asString();
        alice.post("/parked-carts/" + parked + "/resume", Map.of()).expect(200);
        JsonNode sale =
                alice.post("/sales", Map.of("payments", List.of(card(6_899)))).expect(201);
        assertThat(sale.path("lines").get(0).path("unitPrice").asLong()).isEqualTo(3_000);
        assertThat(sale.path("total").asLong()).isEqualTo(6_899);
    }

    @Test
    void theReconciliationFindsASoldPriceThatNobodyApproved() {
        long desk = world.productOnShelf("Bureau", 9_000, 10);
        TestHttp alice = world.alice(5);
        alice.post("/cart/lines", Map.of("productId", desk)).expect(200);
        alice.put("/cart/lines/" + desk + "/price", Map.of("price", 8_000, "reason", "égratignure", "approval", BOB))
                .expect(200);
        String sale = alice.post("/sales", Map.of("payments", List.of(card(9_198))))
                .expect(201)
                .path("number")
                .asString();
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
        world.execute("UPDATE approval SET amount = 8001 WHERE subject LIKE '%d:%%'".formatted(desk));
        assertThat(world.reconciliation().path("checks").findValuesAsString("subject"))
                .containsExactly(sale + " line 1");
        world.execute("UPDATE approval SET amount = 8000 WHERE subject LIKE '%d:%%'".formatted(desk));
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }

    /** 9.49 approved at 0.01 for one unit; then 150 units, through a parked cart, at another register, by another cashier. */
    @Test
    void aPriceOverrideCoversTheUnitsThatWereApprovedAndFurtherOnesAreSoldAtTheListPrice() {
        long pen = world.productOnShelf("Stylo", 949, 200);
        TestHttp alice = world.alice(5);
        String line = "/cart/lines/" + pen;
        alice.post("/cart/lines", Map.of("productId", pen)).expect(200);
        alice.put(line + "/price", Map.of("price", 1, "reason", "défaut", "approval", BOB))
                .expect(200);
        assertThat(newestApproval().path("units").asInt()).isEqualTo(1);
        alice.put(line, Map.of("quantity", 100)).expect(200);
        alice.post("/cart/lines", Map.of("productId", pen, "quantity", 50)).expect(200);
        String parked = alice.post("/parked-carts", Map.of("note", ""))
                .expect(201)
                .path("id")
                .asString();
        TestHttp bob = world.loggedIn("bob", "S1", 6);
        JsonNode inCart = bob.post("/parked-carts/" + parked + "/resume", Map.of())
                .expect(200)
                .path("lines")
                .path(0);
        assertThat(inCart.path("overriddenUnits").asInt()).isEqualTo(1);
        assertThat(inCart.path("amount").asLong()).isEqualTo(1 + 149 * 949);

        JsonNode sale =
                bob.post("/sales", Map.of("payments", List.of(card(162_577)))).expect(201);

        JsonNode overridden = sale.path("lines").path(0);
        assertThat(overridden.path("quantity").asInt()).isEqualTo(1);
        assertThat(overridden.path("unitPrice").asLong()).isEqualTo(1);
        assertThat(overridden.path("listPrice").asLong()).isEqualTo(949);
        assertThat(overridden.path("priceReason").asString()).isEqualTo("défaut");
        JsonNode rest = sale.path("lines").path(1);
        assertThat(rest.path("quantity").asInt()).isEqualTo(149);
        assertThat(rest.path("unitPrice").asLong()).isEqualTo(949);
        assertThat(world.onShelf(pen)).isEqualTo(50);
        JsonNode again = bob.post("/cart/lines", Map.of("productId", pen)).expect(200);
        assertThat(again.path("subtotal").asLong())
                .as("an approval is used once")
                .isEqualTo(949);
        bob.delete("/cart").expect(200);
    }

    /** Version 0.2 stores no units. One pen was approved at 0.01; nine more cost 9.49 each. */
    @Test
    void aPriceOverrideOfAnEarlierVersionCoversTheUnitsThatWereInTheCart() {
        long pen = world.productOnShelf("Stylo", 949, 200);
        TestHttp alice = world.alice(7);
        String line = "/cart/lines/" + pen;
        for (boolean added : List.of(true, false)) {
            alice.post("/cart/lines", Map.of("productId", pen)).expect(200);
            alice.put(line + "/price", Map.of("price", 1, "reason", "défaut", "approval", BOB))
                    .expect(200);
            world.execute("UPDATE cart_line SET forced_units = NULL WHERE product_id = " + pen);
            Reply more = added
                    ? alice.post("/cart/lines", Map.of("productId", pen, "quantity", 9))
                    : alice.put(line, Map.of("quantity", 10));
            assertThat(more.expect(200).path("subtotal").asLong()).isEqualTo(1 + 9 * 949);
            alice.delete("/cart").expect(200);
        }
    }

    /** One unit was shown to the manager; ninety-nine more were added before the password was typed. */
    @Test
    void anApprovalCoversTheCartThatWasSeenAndNoOther() {
        long pen = world.productOnShelf("Plume", 949, 200);
        TestHttp alice = world.alice(11);
        String line = "/cart/lines/" + pen;
        long seen = alice.post("/cart/lines", Map.of("productId", pen))
                .expect(200)
                .path("version")
                .asLong();
        JsonNode changed = alice.put(line, Map.of("quantity", 100)).expect(200);
        Map<String, Object> price = Map.of("price", 1, "reason", "défaut", "approval", BOB, "cartVersion", seen);
        Map<String, Object> discount = Map.of("percent", 90, "reason", "défaut", "approval", BOB, "cartVersion", seen);
        assertThat(alice.put(line + "/price", price).problem()).isEqualTo("cart-changed");
        assertThat(alice.put(line + "/discount", discount).problem()).isEqualTo("cart-changed");
        assertThat(alice.put("/cart/discount", discount).problem()).isEqualTo("cart-changed");
        assertThat(alice.get("/cart").expect(200)).isEqualTo(changed);
        Map<String, Object> seenAgain = Map.of(
                "price",
                1,
                "reason",
                "défaut",
                "approval",
                BOB,
                "cartVersion",
                changed.path("version").asLong());
        assertThat(alice.put(line + "/price", seenAgain)
                        .expect(200)
                        .path("subtotal")
                        .asLong())
                .isEqualTo(100);
        alice.delete("/cart").expect(200);
    }

    @Test
    void aPriceOverrideCanBeRemoved() {
        long lamp = world.productOnShelf("Lampe", 4_000, 10);
        TestHttp bob = world.loggedIn("bob", "S1", 4);
        bob.post("/cart/lines", Map.of("productId", lamp)).expect(200);
        bob.put("/cart/lines/" + lamp + "/price", Map.of("price", 0, "reason", "cadeau"))
                .expect(200);
        JsonNode cart = bob.delete("/cart/lines/" + lamp + "/price").expect(200);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(4_000);
        assertThat(cart.path("lines").get(0).path("listPrice").isNull()).isTrue();
        assertThat(bob.delete("/cart/lines/999999/price").problem()).isEqualTo("no-such-line");
    }

    @Test
    void aClerkNeedsAnApprovalToTakeCashOutButNotToPutCashIn() {
        TestHttp alice = world.alice(5);
        alice.post("/register/cash-movements", Map.of("direction", "in", "amount", 5_000, "reason", "monnaie"))
                .expect(201);
        Map<String, Object> out = Map.of("direction", "out", "amount", 2_000, "reason", "banque");
        assertThat(alice.post("/register/cash-movements", out).problem()).isEqualTo("approval-needed");
        JsonNode moved = alice.post(
                        "/register/cash-movements",
                        Map.of("direction", "out", "amount", 2_000, "reason", "banque", "approval", BOB))
                .expect(201);
        assertThat(moved.path("approvedBy").asString()).isEqualTo("bob");
        assertThat(alice.get("/register/x-report")
                        .expect(200)
                        .path("drawer")
                        .path("expected")
                        .asLong())
                .isEqualTo(3_000);
        assertThat(newestApproval().path("kind").asString()).isEqualTo("cash-out");
    }

    @Test
    void aClerkDoesNotSeeTheApprovals() {
        assertThat(world.alice(1).get("/approvals").status()).isEqualTo(403);
    }

    @Test
    void noPasswordOfAnApprovalIsStored() {
        TestHttp alice = world.alice(6);
        alice.post("/register/cash-movements", Map.of("direction", "in", "amount", 5_000, "reason", "monnaie"))
                .expect(201);
        alice.post(
                        "/register/cash-movements",
                        Map.of("direction", "out", "amount", 1, "reason", "banque", "approval", BOB))
                .expect(201);
        assertThat(world.execute("DELETE FROM idempotent_answer WHERE body LIKE '%" + StoreWorld.PASSWORD + "%'"))
                .isZero();
    }
}
