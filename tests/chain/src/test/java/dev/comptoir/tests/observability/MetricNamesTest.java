package dev.comptoir.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of our metrics pass the linter of Prometheus, and docs/observability.md lists all of them. */
class MetricNamesTest {
    private static final List<String> SERVICES = List.of("store", "headoffice", "logistics");

    /** Names of the Java process are Micrometer's. */
    private static final Pattern OURS = Pattern.compile("(comptoir|http|db)_\\w+");

    /** The name that OpenTelemetry gives to this gauge; Prometheus reserves the suffix for histograms. */
    private static final String EXCEPTION = "db_client_connection_count ";

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (" + OURS + ") \\w+$");
    private static final Pattern DOCUMENTED = Pattern.compile("`(" + OURS + ")`");

    @BeforeAll
    static void giveEveryMetricAValue() {
        Traffic.send();
    }

    private static String scrape(String service) {
        return TestHttp.of(RunningChain.get().address(service)).get("/metrics").body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "headoffice", "logistics"})
    void namesPassTheLinterOfPrometheus(String service) throws Exception {
        Prometheus.Output output = Prometheus.promtoolWithInput(scrape(service), "check", "metrics");
        assertThat(output.text().lines().filter(line -> OURS.matcher(line).lookingAt() && !line.startsWith(EXCEPTION)))
                .isEmpty();
    }

    /** Values from the database are some seconds old: a metric that the traffic gave its first value appears late. */
    @Test
    void theDocumentationListsEveryMetricAndNoOther() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(documented()).containsExactlyInAnyOrderElementsOf(served()));
    }

    private static Set<String> served() {
        return SERVICES.stream()
                .flatMap(service -> TYPE.matcher(scrape(service)).results())
                .map(type -> type.group(1))
                .filter(name -> !name.endsWith("_seconds_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The metrics in the first column of the tables of the section Metrics. */
    private static Set<String> documented() throws IOException {
        String section = Files.readString(Path.of("../../docs/observability.md"))
                .split("(?m)^## Metrics$", -1)[1]
                .split("(?m)^## ", -1)[0];
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(row -> row.split("\\|", -1)[1])
                .flatMap(names -> DOCUMENTED.matcher(names).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
