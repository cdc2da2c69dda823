package dev.comptoir.tools.load;

import io.gatling.app.Gatling$;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code make load}: prepares a run, runs it, and says what came of it. */
public final class LoadMain {
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;
    private static final int WRONG_ARGUMENTS = 2;

    private LoadMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            run(LoadSettings.of(arguments));
        } catch (LoadSettings.Wrong wrong) {
            ERR.println(wrong.getMessage());
            System.exit(WRONG_ARGUMENTS);
        }
        System.exit(0);
    }

    private static void run(LoadSettings settings) throws IOException {
        for (URI address : List.of(settings.store(), settings.headOffice(), settings.logistics())) {
            if (!Api.answers(address)) {
                throw new LoadSettings.Wrong(
                        "Nothing answers at " + address + ": start the system first (make run), or give its ADDRESS.");
            }
        }
        boolean needsNobody = settings.scenarios().equals(List.of(Scenario.DOOR));
        Ground ground = needsNobody ? Ground.bare() : Ground.prepare(settings);
        Path folder = Files.createDirectories(settings.results());
        OUT.printf(
                Locale.ROOT,
                "%d arrivals a second of each of %s, for %d s after %d s of warm-up%n",
                settings.rate(),
                settings.scenarios().stream().map(Scenario::word).toList(),
                settings.seconds(),
                settings.warmUpSeconds());
        try (Recorder recorder = new Recorder(settings.warmUpSeconds())) {
            LoadSimulation.prepare(settings, new Arrivals(settings, ground, recorder));
            // Gatling's own main ends the process; this is what it calls before that.
            Gatling$.MODULE$.fromArgs(new String[] {
                "--simulation",
                LoadSimulation.class.getName(),
                "--results-folder",
                folder.toString(),
                "--run-description",
                "load"
            });
            report(recorder, folder);
        }
    }

    private static void report(Recorder recorder, Path folder) throws IOException {
        recorder.write(folder.resolve("requests.csv"));
        Map<String, Recorder.Figures> figures = recorder.figures();
        Files.writeString(
                folder.resolve("figures.json"),
                Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures));
        OUT.printf(
                "%n%-10s %10s %8s %10s %10s %10s %10s%n",
                "request", "answered", "errors", "p50", "p99", "p99.9", "worst");
        figures.forEach((name, one) -> OUT.printf(
                Locale.ROOT,
                "%-10s %10d %8d %7.1f ms %7.1f ms %7.1f ms %7.1f ms%n",
                name,
                one.answered(),
                one.errors(),
                one.p50(),
                one.p99(),
                one.p999(),
                one.worst()));
        OUT.println("Raw data: " + folder.resolve("requests.csv"));
    }
}
