package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Each register has one cart, stored in the database. */
class CartTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    @Test
    void aProductIsFoundByItsIdItsSkuOrItsBarcode() {
        TestHttp alice = world.alice(1);
        long milk = world.productOnShelf("Lait", 289, 10);
        JsonNode product = alice.get("/products/" + milk).expect(200);
        alice.post("/cart/lines", Map.of("productId", milk)).expect(200);
        alice.post("/cart/lines", Map.of("sku", product.path("sku").asString().toLowerCase(java.util.Locale.ROOT)))
                .expect(200);
        JsonNode cart = alice.post(
                        "/cart/lines", Map.of("barcode", product.path("barcode").asString(), "quantity", 3))
                .expect(200);
        assertThat(cart.path("lines").size()).isEqualTo(1);
        assertThat(cart.path("lines").get(0).path("quantity").asInt()).isEqualTo(5);
        assertThat(cart.path("total").asLong()).isEqualTo(1445 + 72 + 144);
    }

    @Test
    void anUnknownBarcodeIsRefused() {
        assertThat(world.alice(2)
                        .post("/cart/lines", Map.of("barcode", "99999999"))
                        .problem())
                .isEqualTo("unknown-product");
    }

    @Test
    void aLineNamesItsProductInExactlyOneWay() {
        assertThat(world.alice(2).post("/cart/lines", Map.of()).status()).isEqualTo(400);
        assertThat(world.alice(2)
                        .post("/cart/lines", Map.of("productId", 1, "sku", "SKU-1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void quantitiesAreSetAndLinesRemoved() {
        TestHttp alice = world.alice(3);
        long tea = world.productOnShelf("Thé", 400, 10);
        alice.post("/cart/lines", Map.of("productId", tea)).expect(200);
        assertThat(alice.put("/cart/lines/" + tea, Map.of("quantity", 7))
                        .expect(200)
                        .path("lines")
                        .get(0)
                        .path("quantity")
                        .asInt())
                .isEqualTo(7);
        assertThat(alice.put("/cart/lines/" + tea, Map.of("quantity", 0)).status())
                .isEqualTo(400);
        assertThat(alice.delete("/cart/lines/" + tea).expect(200).path("lines").size())
                .isZero();
        assertThat(alice.delete("/cart/lines/" + tea).problem()).isEqualTo("no-such-line");
    }

    @Test
    void registersDoNotShareACart() {
        long jam = world.productOnShelf("Confiture", 400, 10);
        world.alice(4).post("/cart/lines", Map.of("productId", jam)).expect(200);
        assertThat(world.alice(5).get("/cart").expect(200).path("lines").size()).isZero();
    }

    @Test
    void theCartOutlivesTheSessionAndIsSharedByAllInstances() {
        long oil = world.productOnShelf("Huile", 400, 10);
        world.alice(6).post("/cart/lines", Map.of("productId", oil)).expect(200);
        try (StoreService other = world.anotherInstance()) {
            String token = world.newToken("alice", "S1", 6);
            assertThat(StoreWorld.at(other.port())
                            .as(token)
                            .get("/cart")
                            .expect(200)
                            .path("lines")
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRepeatedScanCountsOnce() {
        long rice = world.productOnShelf("Riz", 400, 10);
        TestHttp scan = world.alice(7).key(UUID.randomUUID().toString());
        scan.post("/cart/lines", Map.of("productId", rice)).expect(200);
        scan.post("/cart/lines", Map.of("productId", rice)).expect(200);
        assertThat(world.alice(7)
                        .get("/cart")
                        .expect(200)
                        .path("lines")
                        .get(0)
                        .path("quantity")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void concurrentScansAllCount() {
        long corn = world.productOnShelf("Maïs", 400, 100);
        TestHttp alice = world.alice(8);
        Callable<Reply> scan = () -> alice.post("/cart/lines", Map.of("productId", corn));
        List<Reply> replies = Concurrently.all(Collections.nCopies(20, scan));
        assertThat(replies).allMatch(reply -> reply.status() == 200);
        assertThat(alice.get("/cart")
                        .expect(200)
                        .path("lines")
                        .get(0)
                        .path("quantity")
                        .asInt())
                .isEqualTo(20);
    }
}
