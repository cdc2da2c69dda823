package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.app.testing.RunningChain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser code follows {@code biome.json}, and reads only fields that an endpoint returns. */
class BrowserCodeTest {
    private static final Path ROOT = Path.of("../..");
    private static final int LONGEST_LINE = 120;

    @Test
    void browserCodeIsFormattedAndFreeOfLint() throws Exception {
        assertThat(problems("check"))
                .as("scripts/browser-code format mends most of it")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "headoffice", "logistics"})
    void pagesReadWhatTheEndpointsReturn(String service) throws Exception {
        saveDocument(service);
        assertThat(problems("types", service)).isEmpty();
    }

    @Test
    void aPageThatReadsWhatNoEndpointReturnsIsRejected() throws Exception {
        saveDocument("store");
        assertThat(problems("types", "store")).isEmpty();
        assertThat(problems("types", "tests/screens/src/test/pages").lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("misspelt.js") && line.contains("'totl' does not exist"))
                .anyMatch(line -> line.contains("unknown-path.js") && line.contains("Expected 2 arguments"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void noLineIsLongerThan120Characters(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/resources/dev/comptoir"))) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(js|css)")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file))
                            .as(file.toString())
                            .allMatch(line -> line.length() <= LONGEST_LINE));
        }
    }

    /** Where {@code scripts/browser-code types} expects the OpenAPI document of a service. */
    private static void saveDocument(String service) throws IOException, InterruptedException {
        URI address = URI.create(RunningChain.get().address(service) + "/" + service + "/openapi.json");
        Path file = ROOT.resolve(service).resolve("target/browser-types/openapi.json");
        Files.createDirectories(file.getParent());
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(address).build();
            Files.writeString(file, http.send(request, BodyHandlers.ofString()).body());
        }
    }

    /** What a check printed, or nothing when it succeeded. */
    private static String problems(String... check) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(check).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.command().addFirst("scripts/browser-code");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : printed;
    }
}
