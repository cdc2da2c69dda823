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
                "{secrets: [never-told]} | undefined secret never-told",
                "{networks: [never-told]} | undefined network never-told",
                "{volumes: ['never-told:/data']} | undefined volume never-told",
                "{depends_on: [never-told]} | never-told"
            })
    void composeRefuses(String more, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("more.yaml"), "services: {store: " + more + "}");
        Programs.Said answer = Compose.config(List.of("../../deploy/compose.yaml", file.toString()));
        assertThat(answer.status()).isNotZero();
        assertThat(answer.text()).contains(said);
    }

    @Test
    void withTlsNothingIsOpenWithoutIt() {
        assertThat(Compose.plain()
                        .service("traefik")
                        .says()
                        .at("/ports/0/target")
                        .asInt())
                .isEqualTo(8080);
        assertThat(Compose.withTls().service("traefik").says().path("ports").findValues("target"))
                .singleElement()
                .satisfies(target -> assertThat(target.asInt()).isEqualTo(8443));
        assertThat(Compose.plain()
                        .file(Addresses.TRAEFIK)
                        .at("/entryPoints/websecure/http/tls")
                        .isObject())
                .isTrue();
    }

    @Test
    void prometheusUnderstandsItsFile() throws IOException {
        Path file = Compose.FOLDER.resolve(Addresses.PROMETHEUS);
        Programs.Said said = Programs.promtool("check", "config", file.toString());
        assertThat(said.status()).as(said.text()).isZero();
        Path misspelt = Files.writeString(
                folder.resolve("misspelt.yml"), Files.readString(file).replace("dns_sd_configs", "dns_configs"));
        assertThat(Programs.promtool("check", "config", misspelt.toString()).status())
                .isNotZero();
    }
}
