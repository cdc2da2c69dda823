package dev.comptoir.tools.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Machine;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Chapter.Table;
import dev.comptoir.tools.load.Latencies;
import dev.comptoir.tools.load.Outcomes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYSeries;

/** Chapters of data with known answers. */
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

    private static Window window(Map<String, String> variant, double rate, Outcomes outcomes, double machineCores) {
        Map<String, Double> cpu = new TreeMap<>(Map.of(
                "store-1", 1.0, "headoffice-1", 4.0, "postgres", 3.0, "traefik", 1.0, "lab", 1.0, "logistics-1", 0.5));
        cpu.put("machine", machineCores * SECONDS);
        return new Window(
                variant,
                1,
                SECONDS,
                Map.of("report", rate),
                Map.of("report", outcomes),
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

    private static Outcomes outcomes(long ok, double milliseconds, long refused, long failed) {
        Latencies latencies = new Latencies();
        for (long number = 0; number < ok; number++) {
            latencies.add(milliseconds);
        }
        return new Outcomes(ok, refused, failed == 0 ? Map.of() : Map.of("503", failed), latencies);
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
    void theRampReportsTheLastSustainedRateAndTheLimit() {
        Dataset ramp = data(
                "ramp",
                List.of(
                        window(Map.of("rps", "1"), 3, outcomes(30, 2, 0, 0), 0.2),
                        window(Map.of("rps", "100"), 300, outcomes(3_000, 4, 0, 0), 1),
                        window(Map.of("rps", "200"), 600, outcomes(4_000, 1_500, 2_000, 0), 2),
                        window(Map.of("rps", "400"), 1_200, outcomes(3_600, 1_500, 8_400, 0), 2)));
        Chapter chapter = RampChapter.of(ramp, ENGLISH);
        assertThat(chapter.answer())
                .startsWith("The chain sustains 100 requests per second of each workload, 300 in all")
                .contains("At 200 of each the processor is the limit (100\u00a0% of the machine busy")
                .contains("most of it by head office: 0.4 cores")
                .contains("at the highest rate the throughput is still 90\u00a0% of its maximum");
        assertThat(rows(chapter, 0).get(3)).startsWith("400", "1,200", "360", "70\u00a0%", "0\u00a0%");
        assertThat(chapter.graphs().getFirst().chart().getSeriesMap().get("p99"))
                .isInstanceOfSatisfying(XYSeries.class, p99 -> {
                    assertThat(p99.getXData()).containsExactly(1, 100, 200, 400);
                    assertThat(p99.getYData()[1]).isBetween(4.0, 4.04);
                });
        assertThat(RampChapter.of(ramp, FRENCH).answer()).startsWith("La chaîne soutient 100 requêtes par seconde");
    }

    @Test
    void theBestStrategyHasTheBestWorstState() {
        List<Window> windows = new ArrayList<>();
        for (String state : List.of("equal", "failing")) {
            windows.add(strategy("p2c", state, outcomes(5_000, 5, 0, 0)));
            boolean ill = state.equals("failing");
            windows.add(strategy("wrr", state, outcomes(ill ? 3_000 : 5_000, 4, 0, ill ? 2_000 : 0)));
        }
        Chapter chapter = StrategiesChapter.of(data("strategies", windows), ENGLISH);
        assertThat(chapter.answer())
                .startsWith("The best is p2c: in its worst state (healthy) 100\u00a0% of all requests")
                .contains("The worst is wrr with 60\u00a0% in its worst state (fails fast)");
        assertThat(rows(chapter, 1).get(1))
                .startsWith("wrr", "60\u00a0%")
                .endsWith("40\u00a0%", "0\u00a0%", "25\u00a0%");
    }

    private static Window strategy(String strategy, String state, Outcomes outcomes) {
        return window(Map.of("strategy", strategy, "state", state, "rps", "500"), 500, outcomes, 1);
    }

    @Test
    void cachesAreComparedByCapacityAndStaleness() {
        List<Window> windows = new ArrayList<>();
        for (String cache : List.of("off", "30s", "exact")) {
            windows.add(window(Map.of("cache", cache, "rps", "30"), 90, outcomes(900, 5, 0, 0), 1));
            boolean bears = !cache.equals("off");
            windows.add(window(
                    Map.of("cache", cache, "rps", "200"),
                    600,
                    outcomes(bears ? 6_000 : 3_000, 5, 0, bears ? 0 : 3_000),
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
                .startsWith(
                        "The response cache sustains 200 of each workload, the 30 s cache 200, no cache 30; at 30 of each"
                                + " PostgreSQL runs 10")
                .endsWith(
                        "Readers of the response cache never received an old price; the 30 s cache returned old prices for"
                                + " up to 29.5 s (29.5 s on average).");
        assertThat(rows(chapter, 0)).hasSize(6);
        assertThat(rows(chapter, 1).get(1)).containsExactly("30 s", "10", "200", "29.5", "29.5", "29.5");
    }

    /** As {@code bin/comptoir lab quick} measures. */
    @Test
    void fewVariantsAndOneRepetitionMakeACompleteReport() {
        Outcomes good = outcomes(30, 5, 0, 0);
        store("ramp", List.of(window(Map.of("rps", "1"), 3, good, 1)));
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
        store("scaling", scaling);
        store("strategies", strategies);
        store("caches", List.of(window(Map.of("cache", "exact", "rps", "30"), 90, good, 1)));
        store("loss", loss);
        store("endurance", List.of(sliced(Map.of("rps", "15"), good)));
        Map<String, String> files = Report.of(folder).texts();
        assertThat(files.get("report.md")).contains("## 1.", "## 2.", "## 3.", "## 4.", "## 5.", "## 6.");
        assertThat(files.values())
                .allSatisfy(text -> assertThat(text).doesNotContain("NaN", "Infinity", "The missing", "{0}", "null"));
    }

    @Test
    void experimentsOfAnotherMachineAreListedWithTheMachine() {
        Window window = window(Map.of("rps", "1"), 3, outcomes(30, 5, 0, 0), 1);
        store("ramp", List.of(window));
        assertThat(Report.of(folder).texts().get("report.md"))
                .contains("Measured on A processor")
                .doesNotContain("On A ");
        Machine other = new Machine("Another processor", 8, 16_384, 3, "25");
        store(new Dataset(
                new Dataset.Head("endurance", "full", "2026-01-02T00:00:00Z", 10_000, other),
                List.of(sliced(Map.of("rps", "15"), outcomes(30, 5, 0, 0)))));
        assertThat(Report.of(folder).texts().get("report.md"))
                .contains("Measured on A processor, 2 cores")
                .contains("On Another processor, 8 cores, 16 GB, Java 25: 6. Endurance. Not run yet: 2.");
    }

    private void store(String experiment, List<Window> windows) {
        store(data(experiment, windows));
    }

    private void store(Dataset dataset) {
        Dataset.Writer writer = Dataset.Writer.begin(folder, dataset.head());
        dataset.windows().forEach(writer::add);
        writer.finish();
    }

    private static Window sliced(Map<String, String> variant, Outcomes outcomes) {
        Window whole = window(variant, 3, outcomes, 1);
        List<Slice> slices = Stream.of(0, 1, 2, 3)
                .map(second -> new Slice(second, outcomes.ok(), 0, 0, 5, 5, Map.of()))
                .toList();
        return new Window(
                whole.variant(), 1, 4, whole.rates(), whole.operations(), whole.cpu(), whole.gauges(), slices);
    }

    @Test
    void aDatasetIsReadAsItWasWrittenOnceTheExperimentIsComplete() {
        Dataset written = data("ramp", List.of(window(Map.of("rps", "1"), 3, outcomes(30, 2, 1, 2), 0.2)));
        Dataset.Writer writer = Dataset.Writer.begin(folder, written.head());
        written.windows().forEach(writer::add);
        assertThat(Dataset.read(folder, "ramp")).isEmpty();
        writer.finish();
        assertThat(Dataset.read(folder, "ramp")).contains(written);
    }
}
