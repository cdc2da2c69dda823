package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JavaScript, CSS and JSON of the pages keep the rules of {@code biome.json}. */
class BrowserCodeTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    void browserCodeIsFormattedAndFreeOfLint() throws Exception {
        assertThat(problems("scripts/browser-code", "check"))
                .as("scripts/browser-code format mends most of it")
                .isEmpty();
    }

    /** What a command printed, or nothing when it succeeded. */
    private static String problems(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : printed;
    }
}
