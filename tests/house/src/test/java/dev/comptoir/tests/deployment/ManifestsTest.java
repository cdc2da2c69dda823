package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ManifestsTest {
    private static final Path FILES = Path.of("../../deploy/kubernetes");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"one-machine", "chain"})
    void everyRuleHolds(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        assertThat(manifests.ofKind("Namespace")).hasSize(1);
        assertThat(manifests.ofKind("Deployment")).hasSize(3);
        List<String> faults = new ArrayList<>();
        for (KubernetesRule rule : KubernetesRule.values()) {
            rule.faults(manifests).forEach(fault -> faults.add(rule + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-machine", "chain"})
    void everyFieldIsInTheKubernetesSchema(String overlay) throws IOException {
        Programs.Output output = validated(Manifests.of(overlay));
        assertThat(output.status()).as(output.text()).isZero();
    }

    @Test
    void aMisspeltFieldIsFound() throws IOException {
        Manifests manifests = Manifests.of("chain");
        ((ObjectNode) manifests.one("Deployment", "store").path("spec")).put("minReadySecond", 10);
        Programs.Output output = validated(manifests);
        assertThat(output.status()).isNotZero();
        assertThat(output.text()).contains("minReadySecond");
    }

    @Test
    void everyListedCustomFieldIsUsed() {
        assertThat(CustomFields.unused(List.of(Manifests.of("one-machine"), Manifests.of("chain"))))
                .allMatch(field -> field.matches("Cluster spec.(externalClusters|bootstrap.recovery).*"));
    }

    private Programs.Output validated(Manifests manifests) throws IOException {
        return Programs.validate(Files.writeString(folder.resolve("all.yaml"), manifests.text()));
    }

    @Test
    void aRestoredDatabaseKeepsEveryRuleAndArchivesElsewhere() throws IOException {
        Path overlays = FILES.toRealPath();
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%1$s/chain]
                components: [%1$s/restore]
                """.formatted(
                        folder.toRealPath().relativize(overlays)));
        Manifests restored = Manifests.at(folder);
        for (KubernetesRule rule : KubernetesRule.values()) {
            assertThat(rule.faults(restored)).as(rule.name()).isEmpty();
        }
        JsonNode spec = restored.one("Cluster", "store-db").path("spec");
        assertThat(spec.path("bootstrap").propertyNames()).containsExactly("recovery");
        assertThat(spec.at("/plugins/0/parameters/serverName").asString(""))
                .isNotEqualTo(spec.at("/externalClusters/0/plugin/parameters/serverName")
                        .asString(""));
    }

    @Test
    void theKubernetesRulesEqualThePrometheusFiles() throws IOException {
        Programs.Output generated = Programs.run(List.of("../../scripts/kubernetes-rules"), Map.of());
        assertThat(FILES.resolve("monitoring/rules.yaml"))
                .as("make kubernetes-rules writes it")
                .content()
                .isEqualToIgnoringNewLines(generated.text());
        List<JsonNode> groups = new ArrayList<>();
        for (String file : List.of("recording.yml", "alerts.yml")) {
            Manifests.document(Files.readString(Path.of("../../deploy/prometheus/rules", file)))
                    .path("groups")
                    .forEach(groups::add);
        }
        assertThat(Manifests.of("chain").one("PrometheusRule", "comptoir").at("/spec/groups"))
                .hasSizeGreaterThan(5)
                .containsExactlyElementsOf(groups);
    }

    @Test
    void everyAutoscalerUsesAMetricThatTheAdapterDerivesFromAServiceMetric() throws IOException {
        JsonNode derived = adapter();
        String source = derived.path("seriesQuery").asString().replaceFirst("\\{.*", "");
        assertThat(Path.of("../../docs/observability.md")).content().contains(source.replaceFirst("_count$", ""));
        assertThat(Manifests.of("chain").ofKind("HorizontalPodAutoscaler"))
                .hasSize(3)
                .allSatisfy(scaler -> assertThat(scaler.at("/spec/metrics/1/pods/metric/name"))
                        .isEqualTo(derived.at("/name/as")));
    }

    @Test
    void theArchiveAlertsFireWhenTheyMustAndOnlyThen() throws IOException {
        JsonNode rules = Manifests.of("chain").one("PrometheusRule", "archive").path("spec");
        Files.writeString(folder.resolve("rules.yml"), new Manifests(List.of((ObjectNode) rules)).text());
        Path tests = Files.copy(
                Path.of("src/test/resources/dev/comptoir/tests/deployment/archive.yml"), folder.resolve("archive.yml"));
        Programs.Output output = Programs.promtool("test", "rules", tests.toString());
        assertThat(output.status()).as(output.text()).isZero();
        assertThat(rules.findValuesAsString("alert"))
                .allSatisfy(alert -> assertThat(tests).content().contains(alert));
    }

    /** The adapter's query for the pods of this namespace. */
    @Test
    void theAdapterQueryIsValid() throws IOException {
        String query = adapter()
                .path("metricsQuery")
                .asString()
                .replace("<<.Series>>", "http_server_request_duration_seconds_count")
                .replace("<<.LabelMatchers>>", "namespace=\"comptoir\",pod=~\"store-1|store-2\"")
                .replace("<<.GroupBy>>", "pod");
        Path rules = Files.writeString(
                folder.resolve("rules.yml"),
                "groups: [{name: adapter, rules: [{record: query, expr: '%s'}]}]".formatted(query));
        Programs.Output output = Programs.promtool("check", "rules", rules.toString());
        assertThat(output.status()).as(output.text()).isZero();
    }

    private static JsonNode adapter() throws IOException {
        return Manifests.document(Files.readString(FILES.resolve("prometheus-adapter.yaml")))
                .at("/rules/custom/0");
    }
}
