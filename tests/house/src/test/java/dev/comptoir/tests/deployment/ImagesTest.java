package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What images are made from. */
class ImagesTest {
    private static final Path OURS = Path.of("../../Dockerfile");
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");

    /** Substitutes are made of the packages that Debian has. */
    private static final String UNPINNED_PACKAGES = "DL3008";

    @TempDir
    private Path folder;

    static Stream<Path> substitutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../tools/without-docker"))) {
            return files.filter(one -> one.toString().endsWith(".Dockerfile")).sorted().toList().stream();
        }
    }

    @Test
    void mavenSeesThePomOfEveryModule() throws IOException {
        List<String> included = Files.readAllLines(Path.of("../../.dockerignore"));
        List<String> modules = MODULE.matcher(Files.readString(Path.of("../../pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();
        assertThat(modules)
                .hasSizeGreaterThan(10)
                .allMatch(module -> included.contains("!" + module) || included.contains("!" + module + "/pom.xml"));
    }

    @Test
    void hadolintFindsNothing() {
        assertThat(Programs.hadolint(OURS.toString())).isEqualTo(new Programs.Output(0, ""));
    }

    @ParameterizedTest
    @MethodSource("substitutes")
    void hadolintFindsNothingInASubstitute(Path file) {
        assertThat(Programs.hadolint("--ignore", UNPINNED_PACKAGES, file.toString()))
                .isEqualTo(new Programs.Output(0, ""));
    }

    @Test
    void hadolintFindsAFault() throws IOException {
        String text = Files.readString(OURS).replace("USER 10001:10001\nEXPOSE", "RUN cd /opt\nEXPOSE");
        Path broken = Files.writeString(folder.resolve("Dockerfile"), text);
        Programs.Output output = Programs.hadolint("--no-color", broken.toString());
        assertThat(output.status()).isNotZero();
        assertThat(output.text()).contains("DL3003");
    }

    @Test
    void everyImageStartsFromOneVersionOfAnother() throws IOException {
        assertThat(Dockerfile.ours().bases()).hasSize(2).allMatch(Images::isExact);
        for (Path file : substitutes().toList()) {
            assertThat(Dockerfile.of(Files.readString(file)).bases())
                    .as(file.toString())
                    .isNotEmpty()
                    .allMatch(Images::isExact);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debian",
                "debian:latest",
                "debian:12-slim",
                "traefik:v3.7",
                "comptoir/store:1",
                "prom/prometheus"
            })
    void aMovingTagIsReported(String image) {
        assertThat(Images.isExact(image)).isFalse();
    }

    @Test
    void noImageRunsAsRoot() {
        Dockerfile dockerfile = Dockerfile.ours();
        List<String> targets = Compose.plain()
                .services()
                .map(service -> service.definition().path("build"))
                .filter(build -> !build.isMissingNode())
                .map(build -> build.path("target").asString(""))
                .toList();
        assertThat(targets).contains("", "demo-data");
        assertThat(targets)
                .extracting(target -> dockerfile.stage(target).user())
                .containsOnly("10001:10001");
        assertThat(Dockerfile.of("FROM debian:12.12 AS a\nUSER 1\nFROM debian:12.12\nRUN id")
                        .stage("")
                        .user())
                .isEmpty();
    }

    @Test
    void theImageVersionIsTheProjectVersionEverywhere() {
        String version = Images.version();
        assertThat(Dockerfile.ours().stage("").version()).isEqualTo(version);
        for (String overlay : List.of("one-machine", "chain")) {
            assertThat(Manifests.of(overlay).ofKind("Deployment"))
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(
                                    Manifests.container(one).path("image").asString(""))
                            .isEqualTo("comptoir/" + Manifests.name(one) + ":" + version));
        }
    }
}
