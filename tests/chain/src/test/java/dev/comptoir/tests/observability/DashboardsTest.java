package dev.comptoir.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.app.testing.RunningChain;
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

/** Every dashboard is complete, and every panel shows data of a running chain that a real Prometheus scrapes. */
class DashboardsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ANCHOR = Pattern.compile("#([a-z]+)");

    @Test
    void everyPanelHasATitleADescriptionAndAUnitAndUsesTheChosenDataSource() throws IOException {
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
    void boardsHaveUniqueIdsAndTheirPanelsUniqueTitlesAndPlaces() throws IOException {
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
    void everyRunbookLinkPointsToASection() throws IOException {
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
    void everyPanelShowsDataOfARunningChain() throws Exception {
        List<Dashboards.Panel> panels = Dashboards.panels();
        try (RunningPrometheus prometheus = RunningPrometheus.start(RunningChain.get())) {
            Map<String, String> withoutData = new LinkedHashMap<>();
            await().atMost(LIMIT).pollDelay(Duration.ofSeconds(3)).untilAsserted(() -> {
                Traffic.send();
                withoutData.clear();
                for (Dashboards.Panel panel : panels) {
                    for (String query : panel.queries()) {
                        if (prometheus
                                .query(withVariables(query))
                                .path("result")
                                .isEmpty()) {
                            withoutData.put(panel.toString(), query);
                        }
                    }
                }
                assertThat(withoutData).isEmpty();
            });
        }
    }

    /** The query with a value for each dashboard variable. */
    private static String withVariables(String query) {
        return query.replace("$__rate_interval", "30s")
                .replace("$service", "store")
                .replace("$instance", ".*");
    }
}
