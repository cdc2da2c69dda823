package dev.comptoir.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus accepts every alert; it fires when it must and only then, and has a section in the runbook. */
class AlertRulesTest {
    private static final Pattern ALERT =
            Pattern.compile("- alert: (\\w+)\\n(.*?)(?=\\n      - alert|\\n\\n|$)", Pattern.DOTALL);
    private static final Pattern CASE = Pattern.compile("  - name: \"(.*?)\"\\n.*?alertname: (\\w+)", Pattern.DOTALL);

    private static Map<String, String> alerts() throws IOException {
        Map<String, String> alerts = new TreeMap<>();
        String rules = Files.readString(Prometheus.FILES.resolve("rules/alerts.yml"));
        ALERT.matcher(rules).results().forEach(alert -> alerts.put(alert.group(1), alert.group(2)));
        return alerts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "prometheus-compose.yml"})
    void prometheusAcceptsItsConfiguration(String file) throws Exception {
        Prometheus.Output output = Prometheus.promtool(
                "check", "config", Prometheus.FILES.resolve(file).toString());
        assertThat(output.status()).as(output.text()).isZero();
    }

    @Test
    void prometheusAcceptsTheRules() throws Exception {
        Prometheus.Output output = Prometheus.promtool("check", "rules", rules("alerts.yml"), rules("recording.yml"));
        assertThat(output.status()).as(output.text()).isZero();
    }

    private static String rules(String file) {
        return Prometheus.FILES.resolve("rules").resolve(file).toString();
    }

    @Test
    void everyAlertFiresWhenItMustAndOnlyThen() throws Exception {
        Prometheus.Output output = Prometheus.promtool(("test rules "
                        + String.join(" ", testFiles().map(Path::toString).toList()))
                .split(" ", -1));
        assertThat(output.status()).as(output.text()).isZero();
    }

    private static Stream<Path> testFiles() throws IOException {
        try (var files = Files.list(Prometheus.FILES.resolve("tests"))) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void everyAlertIsTestedFiringNotFiringAndAtItsBoundary() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path file : testFiles().toList()) {
            tests.append(Files.readString(file));
        }
        List<MatchResult> cases = CASE.matcher(tests).results().toList();
        for (String alert : alerts().keySet()) {
            List<String> names = cases.stream()
                    .filter(one -> one.group(2).equals(alert))
                    .map(one -> one.group(1))
                    .toList();
            for (String kind : List.of("fires", "does not fire", "boundary")) {
                assertThat(names).as("%s: %s", alert, kind).anyMatch(name -> name.startsWith(kind));
            }
        }
    }

    @Test
    void everyAlertHasASeverityASummaryAndARunbookSection() throws IOException {
        String runbook = Files.readString(Path.of("../../docs/runbook.md"));
        List<String> sections =
                Arrays.stream(runbook.split("(?m)^## ", -1)).skip(1).toList();
        assertThat(sections.stream().map(section -> section.lines().findFirst().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(alerts().keySet());
        alerts().forEach((name, rule) -> {
            assertThat(rule).as(name).containsPattern("severity: (page|ticket)").contains("summary: ", "description: ");
            assertThat(rule).as(name).contains("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
        });
        for (String section : sections) {
            assertThat(section).contains("**What it means.**", "**First look.**", "**What to do.**");
        }
    }
}
