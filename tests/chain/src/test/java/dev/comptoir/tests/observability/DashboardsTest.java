package dev.comptoir.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every dashboard is whole, and every panel shows something of a running chain that a real Prometheus looks at. */
class DashboardsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ANCHOR = Pattern.compile("#([a-z]+)");

    @Test
    void everyPanelHasATitleADescriptionAUnitAndNoDataSourceOfItsOwn() throws IOException {
        for (Dashboards.Panel panel : Dashboards.panels()) {
            assertThat(panel.title()).as(panel.toString()).isNotBlank();
            assertThat(panel.json().path("description").asString(""))
                    .as(panel.toString())
                    .endsWith(".");
            assertThat(panel.json().at("/fieldConfig/defaults/unit").asString(""))
                    .as(panel.toString())
                    .isNotBlank();
            assertThat(panel.queries()).as(panel.toString()).isNotEmpty();
            assertThat(panel.json().at("/datasource/uid").asString(""))
                    .as(panel.toString())
                    .isEqualTo("${datasource}");
            panel.json()
                    .path("targets")
                    .valueStream()
                    .forEach(target -> assertThat(target.at("/datasource/uid").asString(""))
                            .isEqualTo("${datasource}"));
        }
    }

    @Test
    void noTwoBoardsOrPanelsOfABoardHaveTheSameNameOrPlace() throws IOException {
        Set<String> seen = new HashSet<>();
        for (JsonNode board : Dashboards.boards().toList()) {
            assertThat(seen.add(board.path("uid").asString())).isTrue();
            for (JsonNode panel : board.path("panels")) {
                assertThat(seen.add(board.path("uid") + "/" + panel.path("title")))
                        .as("%s", panel.path("title"))
                        .isTrue();
                assertThat(seen.add(board.path("uid") + "/" + panel.path("gridPos")))
                        .as("%s", panel.path("title"))
                        .isTrue();
            }
        }
    }

    @Test
    void everyLinkToTheRunbookLeadsSomewhere() throws IOException {
        String runbook = Files.readString(Path.of("../../docs/runbook.md"));
        for (Dashboards.Panel panel : Dashboards.panels()) {
            for (JsonNode link : panel.json().path("links")) {
                var anchor = ANCHOR.matcher(link.path("url").asString());
                assertThat(anchor.find()).as(panel.toString()).isTrue();
                assertThat(runbook.toLowerCase(Locale.ROOT)).contains("## " + anchor.group(1) + "\n");
            }
        }
    }

    @Test
    void everyPanelShowsSomethingOfARunningChain() throws Exception {
        List<Dashboards.Panel> panels = Dashboards.panels();
        try (RunningPrometheus prometheus = RunningPrometheus.start(RunningChain.get())) {
            Map<String, String> without = new LinkedHashMap<>();
            await().atMost(PATIENCE).pollDelay(Duration.ofSeconds(3)).untilAsserted(() -> {
                work();
                without.clear();
                for (Dashboards.Panel panel : panels) {
                    for (String query : panel.queries()) {
                        if (prometheus.query(filled(query)).path("result").isEmpty()) {
                            without.put(panel.toString(), query);
                        }
                    }
                }
                assertThat(without).isEmpty();
            });
        }
    }

    /** A little of everything that the panels show. */
    private static void work() {
        TestHttp till = RunningChain.get().atRegister("bob", "S1", 1);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", 2, "counted", 50))));
        JsonNode sale = till.post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", 2, "quantity", 1)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 5_000))))
                .expect(201);
        till.post(
                "/sales/" + sale.path("number").asString() + "/refunds",
                Map.of(
                        "lines",
                        List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                        "reason",
                        "Seen",
                        "tender",
                        "cash"));
        till.get("/products?query=lait");
        for (String service : List.of("headoffice", "logistics")) {
            TestHttp api = RunningChain.get().at(service, service.equals("logistics") ? "farid" : "bob");
            api.get("/reconciliation");
            api.get("/stock");
        }
        till.get("/reconciliation");
    }

    /** A query with its variables as somebody chose them. */
    private static String filled(String query) {
        return query.replace("$__rate_interval", "30s")
                .replace("$service", "store")
                .replace("$instance", ".*");
    }
}
