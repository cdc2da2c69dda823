package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A cart can wait for its customer, and any register of the store can resume it. */
class ParkedCartTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static String parked(TestHttp register, long product, int quantity, String note) {
        register.post("/cart/lines", Map.of("productId", product, "quantity", quantity))
                .expect(200);
        return register.post("/parked-carts", Map.of("note", note))
                .expect(201)
                .path("id")
                .asString();
    }

    @Test
    void aCartParkedAtOneRegisterCanBeSoldAtAnother() {
        long milk = world.productOnShelf("Lait", 289, 10);
        String id = parked(world.alice(1), milk, 3, "Mme Roy, revient à midi");
        assertThat(world.alice(1).get("/cart").expect(200).path("lines")).isEmpty();
        JsonNode seen =
                world.alice(2).get("/parked-carts").expect(200).path("items").get(0);
        assertThat(seen.path("note").asString()).isEqualTo("Mme Roy, revient à midi");
        assertThat(seen.path("parkedBy").asString()).isEqualTo("alice");
        assertThat(seen.path("subtotal").asLong()).isEqualTo(867);
        JsonNode cart =
                world.alice(2).post("/parked-carts/" + id + "/resume", Map.of()).expect(200);
        assertThat(cart.path("lines").get(0).path("quantity").asInt()).isEqualTo(3);
        world.alice(2).post("/sales", Map.of("payments", List.of(cash(1_000)))).expect(201);
        assertThat(world.onShelf(milk)).isEqualTo(7);
        assertThat(world.alice(1).get("/parked-carts").expect(200).path("items"))
                .isEmpty();
    }

    /** 10 % of three units at 2.99 is 0.90; the share of one unit is 0.30. */
    @Test
    void aParkedCartShowsTheShareOfADiscountThatItsUnitsHave() {
        long jam = world.productOnShelf("Confiture", 299, 10);
        TestHttp bob = world.loggedIn("bob", "S1", 8);
        String line = "/cart/lines/" + jam;
        bob.post("/cart/lines", Map.of("productId", jam, "quantity", 3)).expect(200);
        bob.put(line + "/discount", Map.of("percent", 10, "reason", "bosse")).expect(200);
        bob.put(line, Map.of("quantity", 1)).expect(200);
        JsonNode parked = bob.post("/parked-carts", Map.of("note", "")).expect(201);
        assertThat(parked.path("lines").path(0).path("unitPrice").asLong()).isEqualTo(299);
        assertThat(parked.path("subtotal").asLong()).isEqualTo(269);
        String id = parked.path("id").asString();
        JsonNode cart = bob.post("/parked-carts/" + id + "/resume", Map.of()).expect(200);
        assertThat(cart.path("subtotal").asLong()).isEqualTo(269);
        bob.delete("/cart").expect(200);
    }

    @Test
    void onlyOneOfTwoRegistersResumesAParkedCart() {
        long milk = world.productOnShelf("Lait", 289, 10);
        for (int round = 0; round < 5; round++) {
            String id = parked(world.alice(3), milk, 1, "");
            List<Reply> replies = Concurrently.all(List.of(
                    () -> world.alice(4).post("/parked-carts/" + id + "/resume", Map.of()),
                    () -> world.alice(5).post("/parked-carts/" + id + "/resume", Map.of())));
            assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(200, 404);
            world.alice(4).delete("/cart").expect(200);
            world.alice(5).delete("/cart").expect(200);
        }
    }

    @Test
    void anEmptyCartCannotBeParkedAndAFullOneCannotBeReplaced() {
        long milk = world.productOnShelf("Lait", 289, 10);
        TestHttp register = world.alice(6);
        assertThat(register.post("/parked-carts", Map.of("note", "")).problem()).isEqualTo("empty-cart");
        String id = parked(register, milk, 1, "");
        register.post("/cart/lines", Map.of("productId", milk)).expect(200);
        assertThat(register.post("/parked-carts/" + id + "/resume", Map.of()).problem())
                .isEqualTo("cart-not-empty");
        assertThat(register.delete("/parked-carts/" + id).status()).isEqualTo(204);
        assertThat(register.delete("/parked-carts/" + id).status()).isEqualTo(404);
    }

    @Test
    void anotherStoreCannotSeeOrResumeAParkedCart() {
        long milk = world.productOnShelf("Lait", 289, 10);
        String id = parked(world.alice(7), milk, 1, "");
        TestHttp other = world.loggedIn("bob", "S2", 1);
        assertThat(other.get("/parked-carts").expect(200).path("items")).isEmpty();
        assertThat(other.post("/parked-carts/" + id + "/resume", Map.of()).status())
                .isEqualTo(404);
        assertThat(other.delete("/parked-carts/" + id).status()).isEqualTo(404);
    }
}
