package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a reconciliation found. A rule that could not be checked has its failure as {@code found}.
 *
 * @param service its address
 */
record ReconciliationDifference(String service, String rule, String subject, String expected, String found) {

    /** New reconciliations of the three services. */
    static List<ReconciliationDifference> all(Sessions sessions) {
        return Stream.of(sessions.register(0), sessions.headOffice(), sessions.warehouseManager())
                .flatMap(manager -> of(manager).stream())
                .toList();
    }

    private static List<ReconciliationDifference> of(ApiClient manager) {
        String service = manager.base().toString();
        Response response = manager.reconcile();
        if (!response.isSuccess()) {
            return List.of(unchecked(service, "all rules", response.outcome() + " " + response.text()));
        }
        List<ReconciliationDifference> differences = new ArrayList<>();
        for (JsonNode check : response.json().path("checks")) {
            check.path("differences").forEach(difference -> differences.add(of(service, check, difference)));
            if (check.hasNonNull("failure")) {
                differences.add(unchecked(
                        service,
                        check.path("name").asString(),
                        check.path("failure").asString()));
            }
        }
        if (differences.isEmpty() && !response.json().path("ok").asBoolean()) {
            differences.add(unchecked(service, "all rules", response.text()));
        }
        return differences;
    }

    private static ReconciliationDifference of(String service, JsonNode check, JsonNode difference) {
        return new ReconciliationDifference(
                service,
                check.path("name").asString(),
                difference.path("subject").asString(),
                difference.path("expected").asString(),
                difference.path("found").asString());
    }

    private static ReconciliationDifference unchecked(String service, String rule, String failure) {
        return new ReconciliationDifference(service, rule, "the rule", "checked", failure);
    }

    String text() {
        return "%s, reconciliation: %s: %s: expected %s, found %s".formatted(service, rule, subject, expected, found);
    }
}
