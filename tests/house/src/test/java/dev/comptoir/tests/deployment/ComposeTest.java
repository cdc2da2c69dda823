package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ComposeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRuleHolds(boolean tls) {
        Compose compose = tls ? Compose.withTls() : Compose.plain();
        assertThat(compose.ours()).hasSize(3);
        assertThat(compose.databases()).hasSize(3);
        List<String> faults = new ArrayList<>();
        for (ComposeRule rule : ComposeRule.values()) {
            rule.faults(compose).forEach(fault -> faults.add(rule + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{restrat: always} | restrat",
                "{secrets: [not-defined]} | undefined secret not-defined",
                "{networks: [not-defined]} | undefined network not-defined",
                "{volumes: ['not-defined:/data']} | undefined volume not-defined",
                "{depends_on: [not-defined]} | not-defined"
            })
    void composeRefuses(String more, String output) throws IOException {
        Path file = Files.writeString(folder.resolve("more.yaml"), "services: {store: " + more + "}");
        Programs.Output refusal = Compose.config(List.of("../../deploy/compose.yaml", file.toString()));
        assertThat(refusal.status()).isNotZero();
        assertThat(refusal.text()).contains(output);
    }

    @Test
    void withTlsNoPlainPortIsPublished() {
        assertThat(Compose.plain()
                        .service("traefik")
                        .definition()
                        .at("/ports/0/target")
                        .asInt())
                .isEqualTo(8080);
        assertThat(Compose.withTls()
                        .service("traefik")
                        .definition()
                        .path("ports")
                        .findValues("target"))
                .singleElement()
                .satisfies(target -> assertThat(target.asInt()).isEqualTo(8443));
        assertThat(Compose.plain()
                        .file(Addresses.TRAEFIK)
                        .at("/entryPoints/websecure/http/tls")
                        .isObject())
                .isTrue();
    }

    @Test
    void withAnArchiveADatabaseKeepsItsOtherSettings() {
        for (Service database : Compose.plain().databases().toList()) {
            assertThat(Compose.withArchive()
                            .service(database.name())
                            .definition()
                            .path("command"))
                    .containsAll(database.definition().path("command"))
                    .extracting(JsonNode::asString)
                    .contains("archive_mode=on", "archive_timeout=300s");
        }
    }

    @Test
    void thePrometheusConfigurationIsValid() throws IOException {
        Path file = Compose.FOLDER.resolve(Addresses.PROMETHEUS);
        Programs.Output output = Programs.promtool("check", "config", file.toString());
        assertThat(output.status()).as(output.text()).isZero();
        Path misspelt = Files.writeString(
                folder.resolve("misspelt.yml"), Files.readString(file).replace("dns_sd_configs", "dns_configs"));
        assertThat(Programs.promtool("check", "config", misspelt.toString()).status())
                .isNotZero();
    }
}
