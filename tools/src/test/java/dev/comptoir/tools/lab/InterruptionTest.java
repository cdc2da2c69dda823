package dev.comptoir.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.Comptoir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab that is terminated while its cluster starts. */
class InterruptionTest {
    private static final Pattern PROCESS = Pattern.compile("\"pid\" : ([0-9]+)");
    private static final Duration START = Duration.ofMinutes(3);
    private static final int END_SECONDS = 90;

    @TempDir
    private Path folder;

    private Process lab(String output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Comptoir.class.getName(),
                        "lab",
                        "quick",
                        "--experiment=ramp",
                        "--project=..",
                        "--work=" + folder.resolve("work"),
                        "--results=" + folder.resolve("results"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
    }

    private List<Long> processes() throws IOException {
        Path state = folder.resolve("work/quick/state.json");
        return Files.exists(state)
                ? PROCESS.matcher(Files.readString(state))
                        .results()
                        .map(found -> Long.valueOf(found.group(1)))
                        .toList()
                : List.of();
    }

    @Test
    void aTerminatedLabLeavesNothingBehind() throws Exception {
        Process lab = lab("output");
        // PostgreSQL, Traefik and three instances.
        Awaitility.await().atMost(START).until(() -> processes().size() == 5);
        List<Long> started = processes();
        Process second = lab("second");
        assertThat(second.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("second")).content().contains("another lab is running");
        lab.destroy();
        assertThat(lab.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(started).allMatch(process -> ProcessHandle.of(process).isEmpty());
        assertThat(folder.resolve("work/quick")).doesNotExist();
    }

    @Test
    void anUnknownExperimentIsRefusedWithTheKnownOnes() throws Exception {
        Process lab = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Comptoir.class.getName(),
                        "lab",
                        "--experiment=rampe",
                        "--work=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(lab.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.exitValue()).isEqualTo(2);
        assertThat(folder.resolve("output")).content().contains("ramp, scaling, strategies, loss, endurance, caches");
    }
}
