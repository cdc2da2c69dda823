package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Floats, cash movements and counts are amounts that the coins of the store make up: here multiples of five cents. */
class CashAmountsTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static void assertNotPayable(Reply refused, long cash) {
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("cash-not-payable");
        assertThat(refused.json().path("cash").asLong()).isEqualTo(cash);
        assertThat(refused.json().path("increment").asInt()).isEqualTo(5);
    }

    private static Map<String, Object> moved(String direction, long amount) {
        return Map.of("direction", direction, "amount", amount, "reason", "monnaie");
    }

    private static Map<String, Object> counted(int value, int count) {
        return Map.of("counted", List.of(Map.of("value", value, "count", count)));
    }

    @Test
    void anAmountThatNoCoinsMakeUpIsRefusedAndChangesNothing() {
        world.addStore("C5", 1, 5);
        TestHttp till = world.loggedIn("bob", "C5", 1);
        assertNotPayable(till.post("/register/open", Map.of("openingFloat", 3)), 3);
        assertThat(till.get("/register").expect(200).path("open").asBoolean()).isFalse();
        till.post("/register/open", Map.of("openingFloat", 1_005)).expect(201);
        assertNotPayable(till.post("/register/cash-movements", moved("in", 3)), 3);
        assertNotPayable(till.post("/register/cash-movements", moved("out", 999)), 999);
        till.post("/register/cash-movements", moved("out", 5)).expect(201);
        assertNotPayable(till.post("/register/close", counted(1, 3)), 3);
        assertThat(till.get("/register/x-report")
                        .expect(200)
                        .path("drawer")
                        .path("expected")
                        .asLong())
                .isEqualTo(1_000);
        till.post("/register/close", counted(25, 40)).expect(201);
    }

    /** Reports of the past stay readable when the increment becomes larger, and the new coins count from then on. */
    @Test
    void aStoreWithoutRoundingCountsEveryCent() {
        world.addStore("C1", 1, 1);
        TestHttp till = world.loggedIn("bob", "C1", 1);
        till.post("/register/open", Map.of("openingFloat", 3)).expect(201);
        String report = till.post("/register/close", counted(1, 3))
                .expect(201)
                .path("report")
                .path("number")
                .asString();
        world.addStore("C1", 1, 5);
        assertThat(till.get("/z-reports/" + report)
                        .expect(200)
                        .path("count")
                        .path("total")
                        .asLong())
                .isEqualTo(3);
        assertNotPayable(till.post("/register/open", Map.of("openingFloat", 3)), 3);
    }
}
