package dev.comptoir.tools.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Latencies;
import dev.comptoir.tools.lab.data.Machine;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Tally;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chapters say of data whose answer is known. */
class ChaptersTest {
    private static final Words ENGLISH = Words.in("en");
    private static final Words FRENCH = Words.in("fr");
    private static final int SECONDS = 10;

    @TempDir
    private Path folder;

    private static Dataset data(String experiment, List<Window> windows) {
        Machine machine = new Machine("A processor", 2, 8_192, 0.5, "25");
        return new Dataset(new Dataset.Head(experiment, "full", "2026-01-01T00:00:00Z", 10_000, machine), windows);
    }

    private static Window window(Map<String, String> arm, double rate, Tally tally, double machineCores) {
        Map<String, Double> cpu = new TreeMap<>(Map.of(
                "store-1", 1.0, "headoffice-1", 4.0, "postgres", 3.0, "traefik", 1.0, "lab", 1.0, "logistics-1", 0.5));
        cpu.put("machine", machineCores * SECONDS);
        return new Window(
                arm,
                1,
                SECONDS,
                Map.of("report", rate),
                Map.of("report", tally),
                cpu,
                Map.of(
                        "elapsed.s", (double) SECONDS,
                        "requests.headoffice-1", 100.0,
                        "requests.headoffice-2", 300.0,
                        "transactions.store", 100.0,
                        "transactions.headoffice", 0.0,
                        "transactions.logistics", 0.0),
                List.of());
    }

    private static Tally tally(long ok, double milliseconds, long refused, long failed) {
        Latencies latencies = new Latencies();
        for (long number = 0; number < ok; number++) {
            latencies.add(milliseconds);
        }
        return new Tally(ok, refused, failed == 0 ? Map.of() : Map.of("503", failed), milliseconds, latencies.text());
    }

    private static List<List<String>> rows(Chapter chapter, int table) {
        return chapter.exhibits().stream()
                .filter(Table.class::isInstance)
                .map(Table.class::cast)
                .skip(table)
                .findFirst()
                .orElseThrow()
                .rows();
    }

    @Test
    void theRampNamesTheLastRateThatIsBorneAndWhatEndsFirst() {
        Dataset ramp = data(
                "ramp",
                List.of(
                        window(Map.of("rps", "1"), 3, tally(30, 2, 0, 0), 0.2),
                        window(Map.of("rps", "100"), 300, tally(3_000, 4, 0, 0), 1),
                        window(Map.of("rps", "200"), 600, tally(4_000, 1_500, 2_000, 0), 2),
                        window(Map.of("rps", "400"), 1_200, tally(3_600, 1_500, 8_400, 0), 2)));
        Chapter chapter = RampChapter.of(ramp, ENGLISH);
        assertThat(chapter.answer())
                .startsWith("The chain bears 100 requests per second of each scenario, 300 in all")
                .contains("At 200 of each the processor is what ends first (100\u00a0% of the machine busy")
                .contains("most of it by head office: 0.4 cores")
                .contains("at the highest rate 90\u00a0% of the best throughput");
        assertThat(rows(chapter, 0).get(3)).startsWith("400", "1,200", "360", "70\u00a0%", "0\u00a0%");
        assertThat(RampChapter.of(ramp, FRENCH).answer()).startsWith("La chaîne supporte 100 requêtes par seconde");
    }

    @Test
    void theBestStrategyIsTheOneThatIsLeastBadWhereItIsWorst() {
        List<Window> windows = new ArrayList<>();
        for (String state : List.of("equal", "failing")) {
            windows.add(strategy("p2c", state, tally(5_000, 5, 0, 0)));
            boolean ill = state.equals("failing");
            windows.add(strategy("wrr", state, tally(ill ? 3_000 : 5_000, 4, 0, ill ? 2_000 : 0)));
        }
        Chapter chapter = StrategiesChapter.of(data("strategies", windows), ENGLISH);
        assertThat(chapter.answer())
                .startsWith("The best is p2c: in the state that suits it least (equal) 100\u00a0% of all requests")
                .contains("The worst is wrr with 60\u00a0% in its worst state (fails fast)");
        assertThat(rows(chapter, 1).get(1))
                .startsWith("wrr", "60\u00a0%")
                .endsWith("40\u00a0%", "0\u00a0%", "25\u00a0%");
    }

    private static Window strategy(String strategy, String state, Tally tally) {
        return window(Map.of("strategy", strategy, "state", state, "rps", "500"), 500, tally, 1);
    }

    @Test
    void theCachesAreComparedByWhatTheyBearAndByWhatTheirReadersSee() {
        List<Window> windows = new ArrayList<>();
        for (String cache : List.of("off", "30s", "exact")) {
            windows.add(window(Map.of("cache", cache, "rps", "30"), 90, tally(900, 5, 0, 0), 1));
            boolean bears = !cache.equals("off");
            windows.add(window(
                    Map.of("cache", cache, "rps", "200"),
                    600,
                    tally(bears ? 6_000 : 3_000, 5, 0, bears ? 0 : 3_000),
                    2));
            double stale = cache.equals("30s") ? 29.5 : 0;
            windows.add(new Window(
                    Map.of("cache", cache, "part", "staleness"),
                    1,
                    0,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(
                            "changes",
                            10.0,
                            "reads",
                            200.0,
                            "stale.reads",
                            stale,
                            "stale.worst.s",
                            stale,
                            "stale.mean.s",
                            stale),
                    List.of()));
        }
        Chapter chapter = CachesChapter.of(data("caches", windows), ENGLISH);
        assertThat(chapter.answer())
                .startsWith("Ours bore 200 of each scenario, the 30 s cache 200, none 30; at 30 of each ours makes 10")
                .endsWith("Readers of ours never saw an old price, while the 30 s cache showed them for up to 29.5 s"
                        + " (29.5 s on average).");
        assertThat(rows(chapter, 0)).hasSize(6);
        assertThat(rows(chapter, 1).get(1)).containsExactly("30 s", "10", "200", "29.5", "29.5", "29.5");
    }

    /** As {@code make lab-quick} leaves them. */
    @Test
    void fewArmsAndOneRoundMakeAWholeReportToo() {
        Tally good = tally(30, 5, 0, 0);
        keep("ramp", List.of(window(Map.of("rps", "1"), 3, good, 1)));
        List<Window> scaling = new ArrayList<>();
        List<Window> strategies = new ArrayList<>();
        List<Window> loss = new ArrayList<>();
        for (String one : List.of("1", "4")) {
            List.of("15", "half", "full")
                    .forEach(rate -> scaling.add(window(Map.of("instances", one, "rps", rate), 45, good, 1)));
        }
        List.of("equal", "slow2000").forEach(state -> strategies.add(strategy("p2c", state, good)));
        List.of("killed", "stopped")
                .forEach(how -> loss.add(sliced(Map.of("loss", how, "rate", "little", "lostAt.s", "1"), good)));
        keep("scaling", scaling);
        keep("strategies", strategies);
        keep("caches", List.of(window(Map.of("cache", "exact", "rps", "30"), 90, good, 1)));
        keep("loss", loss);
        keep("endurance", List.of(sliced(Map.of("rps", "15"), good)));
        Map<String, String> files = Report.of(folder);
        assertThat(files.get("report.md")).contains("## 1.", "## 2.", "## 3.", "## 4.", "## 5.", "## 6.");
        assertThat(files.values())
                .allSatisfy(text -> assertThat(text).doesNotContain("NaN", "Infinity", "The missing", "{0}", "null"));
    }

    @Test
    void whatWasMeasuredElsewhereIsNamedWithItsMachine() {
        Window window = window(Map.of("rps", "1"), 3, tally(30, 5, 0, 0), 1);
        keep("ramp", List.of(window));
        assertThat(Report.of(folder).get("report.md"))
                .contains("Measured on A processor")
                .doesNotContain("On A ");
        Machine other = new Machine("Another processor", 8, 16_384, 3, "25");
        keep(new Dataset(
                new Dataset.Head("endurance", "full", "2026-01-02T00:00:00Z", 10_000, other),
                List.of(sliced(Map.of("rps", "15"), tally(30, 5, 0, 0)))));
        assertThat(Report.of(folder).get("report.md"))
                .contains("Measured on A processor, 2 cores")
                .contains("On Another processor, 8 cores, 16 GB, Java 25: 6. Endurance. Not run yet: 2.");
    }

    private void keep(String experiment, List<Window> windows) {
        keep(data(experiment, windows));
    }

    private void keep(Dataset dataset) {
        Dataset.Pen pen = Dataset.Pen.begin(folder, dataset.head());
        dataset.windows().forEach(pen::add);
        pen.finish();
    }

    private static Window sliced(Map<String, String> arm, Tally tally) {
        Window whole = window(arm, 3, tally, 1);
        List<Slice> slices = Stream.of(0, 1, 2, 3)
                .map(second -> new Slice(second, tally.ok(), 0, 0, 5, 5, Map.of()))
                .toList();
        return new Window(whole.arm(), 1, 4, whole.rates(), whole.answers(), whole.cpu(), whole.gauges(), slices);
    }

    @Test
    void dataThatWereWrittenAreReadAsTheyWereAndOnlyWhenTheExperimentCameToItsEnd() {
        Dataset written = data("ramp", List.of(window(Map.of("rps", "1"), 3, tally(30, 2, 1, 2), 0.2)));
        Dataset.Pen pen = Dataset.Pen.begin(folder, written.head());
        written.windows().forEach(pen::add);
        assertThat(Dataset.read(folder, "ramp")).isEmpty();
        pen.finish();
        assertThat(Dataset.read(folder, "ramp")).contains(written);
    }
}
