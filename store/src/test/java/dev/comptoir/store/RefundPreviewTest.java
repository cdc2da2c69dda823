package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A preview shows what the refund will hand back, to the cent, and changes nothing. */
class RefundPreviewTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final List<String> AMOUNTS =
            List.of("lines", "subtotal", "taxes", "deposits", "total", "payments", "rounding");

    private static Map<String, Object> units(int units, boolean toShelf) {
        Map<String, Object> request = new HashMap<>();
        request.put("lines", List.of(Map.of("line", 1, "quantity", units, "backToShelf", toShelf)));
        return request;
    }

    private static String sold(TestHttp till, long price, int units, List<Map<String, Object>> payments) {
        long product = world.productOnShelf("Article à " + price, price, units);
        return "/sales/"
                + till.post("/sales", Map.of("lines", List.of(line(product, units)), "payments", payments))
                        .expect(201)
                        .path("number")
                        .asString();
    }

    private static ObjectNode amountsOf(JsonNode entry) {
        return ((ObjectNode) entry).retain(AMOUNTS);
    }

    private static JsonNode preview(TestHttp till, String sale, Map<String, Object> request) {
        return till.post(sale + "/refund-previews", request).expect(200);
    }

    /** Seven at 0.33 with taxes: 2.31, 0.12 and 0.23; 1.00 by card, 1.66 in cash. */
    @Test
    void eachPartOfASaleComesBackAsItsPreviewShows() {
        TestHttp alice = world.alice(1);
        String sale = sold(alice, 33, 7, List.of(card(100), cash(166)));
        for (int unit = 0; unit < 7; unit++) {
            Map<String, Object> request = units(1, true);
            ObjectNode previewed = amountsOf(preview(alice, sale, request));
            request.put("reason", "changé d'avis");
            assertThat(amountsOf(alice.post(sale + "/refunds", request).expect(201)))
                    .isEqualTo(previewed);
        }
        assertThat(alice.post(sale + "/refund-previews", Map.of()).problem()).isEqualTo("nothing-returnable");
    }

    @Test
    void aPreviewOfEverythingNamesTheTendersInTheirOrderAndWhatEachCanStillGetBack() {
        TestHttp alice = world.alice(2);
        String sale = sold(alice, 1_000, 2, List.of(card(500), cash(1_800)));
        JsonNode preview = preview(alice, sale, Map.of());
        assertThat(preview.path("total").asLong()).isEqualTo(2_300);
        assertThat(preview.path("payments").toString())
                .isEqualTo("[{\"tender\":\"card\",\"amount\":500},{\"tender\":\"cash\",\"amount\":1800}]");
        assertThat(preview.path("left")).isEqualTo(preview.path("payments"));
        assertThat(preview.path("approval").isNull()).isTrue();
    }

    @Test
    void aPreviewChangesNothing() {
        TestHttp alice = world.alice(3);
        String sale = sold(alice, 1_000, 2, List.of(cash(2_300)));
        JsonNode before = alice.get(sale).expect(200);
        JsonNode report = alice.get("/register/x-report").expect(200);
        JsonNode once = preview(alice, sale, units(1, true));
        assertThat(preview(alice, sale, units(1, true))).isEqualTo(once);
        assertThat(alice.get(sale).expect(200)).isEqualTo(before);
        assertThat(alice.get("/register/x-report").expect(200)).isEqualTo(report);
    }

    /** A unit at 50.00 costs 57.49 with taxes: two are above the 100.00 of a sale, and cash never paid for the card's. */
    @Test
    void aPreviewNamesTheLimitThatAClerkExceedsAndAManagerDoesNot() {
        TestHttp alice = world.alice(4);
        String sale = sold(alice, 5_000, 2, List.of(card(11_498)));
        JsonNode approval = preview(alice, sale, units(2, true)).path("approval");
        assertThat(approval.path("exceeded").asString()).isEqualTo("sale");
        assertThat(approval.path("amount").asLong()).isEqualTo(11_498);
        assertThat(approval.path("limit").asLong()).isEqualTo(10_000);
        Map<String, Object> inCash = units(1, true);
        inCash.put("tender", "cash");
        assertThat(preview(alice, sale, inCash)
                        .path("approval")
                        .path("exceeded")
                        .asString())
                .isEqualTo("tender");
        assertThat(preview(alice, sale, units(1, true)).path("approval").isNull())
                .isTrue();
        TestHttp bob = world.loggedIn("bob", "S1", 4);
        assertThat(preview(bob, sale, units(2, true)).path("approval").isNull()).isTrue();
    }

    @Test
    void whatCannotComeBackIsRefusedLikeTheRefund() {
        TestHttp alice = world.alice(5);
        String sale = sold(alice, 1_000, 2, List.of(cash(2_300)));
        assertThat(alice.post(sale + "/refund-previews", units(3, true)).problem())
                .isEqualTo("returned-too-much");
        assertThat(alice.post("/sales/S1-5-999999/refund-previews", Map.of()).status())
                .isEqualTo(404);
    }
}
