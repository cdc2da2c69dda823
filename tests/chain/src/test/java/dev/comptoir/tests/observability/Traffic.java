package dev.comptoir.tests.observability;

import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Requests to the running chain that give every metric a value: a sale, a refusal, a refund, reads. */
final class Traffic {
    private Traffic() {}

    static void send() {
        TestHttp till = RunningChain.get().atRegister("bob", "S1", 1);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", 2, "counted", 50))));
        JsonNode sale = till.post("/sales", paidWith(5_000)).expect(201);
        till.post("/sales", paidWith(5)).expect(422);
        till.post(
                "/sales/" + sale.path("number").asString() + "/refunds",
                Map.of(
                        "lines",
                        List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                        "reason",
                        "Tested",
                        "tender",
                        "cash"));
        till.get("/products?query=lait");
        for (String service : List.of("headoffice", "logistics")) {
            TestHttp api = RunningChain.get().at(service, "bob");
            api.reconcile();
            api.get("/stock");
        }
        till.reconcile();
    }

    private static Map<String, Object> paidWith(int cents) {
        return Map.of(
                "lines", List.of(Map.of("productId", 2, "quantity", 1)),
                "payments", List.of(Map.of("tender", "cash", "amount", cents)));
    }
}
