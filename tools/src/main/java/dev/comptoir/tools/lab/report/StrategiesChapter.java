package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;

/** Which strategy is best when one of three instances is faulty. */
final class StrategiesChapter {
    private static final int USUAL_RATE = 500;

    private final Dataset data;
    private final Words words;
    private final List<String> strategies;
    private final List<String> states;

    private StrategiesChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
        this.strategies = data.values("strategy");
        this.states = data.values("state");
    }

    static Chapter of(Dataset data, Words words) {
        StrategiesChapter chapter = new StrategiesChapter(data, words);
        List<Exhibit> exhibits = new ArrayList<>(List.of(chapter.graph()));
        chapter.states.forEach(state -> exhibits.add(chapter.table(state, USUAL_RATE)));
        data.values("rps").stream()
                .map(Integer::parseInt)
                .filter(rate -> rate != USUAL_RATE)
                .forEach(rate -> exhibits.add(chapter.table("equal", rate)));
        return new Chapter(
                words, data, words.text("strategies.setup", data.head().sales()), chapter.answer(), exhibits);
    }

    private Variant variant(String strategy, String state, int rate) {
        return Variant.of(data, Map.of("strategy", strategy, "state", state, "rps", String.valueOf(rate)));
    }

    /** In its worst state. */
    private double worst(String strategy) {
        return states.stream()
                .mapToDouble(state -> variant(strategy, state, USUAL_RATE).withinSecond())
                .min()
                .orElse(0);
    }

    private String worstState(String strategy) {
        return states.stream()
                .min(Comparator.comparingDouble(
                        state -> variant(strategy, state, USUAL_RATE).withinSecond()))
                .orElseThrow();
    }

    /** The product of the p99 of all states, as a sum of logarithms. */
    private double slowness(String strategy) {
        return states.stream()
                .mapToDouble(
                        state -> Math.log(variant(strategy, state, USUAL_RATE).percentile(99)))
                .sum();
    }

    private String answer() {
        List<String> bestFirst = strategies.stream()
                .sorted(Comparator.comparingDouble((String one) -> -Math.round(worst(one) * 1_000))
                        .thenComparing(Comparator.comparingDouble(this::slowness)))
                .toList();
        String best = bestFirst.getFirst();
        String last = bestFirst.getLast();
        return words.text(
                        "strategies.answer.best",
                        words.text("strategy." + best),
                        words.percent(worst(best)),
                        words.text("state." + worstState(best)),
                        Math.exp(slowness(best) / states.size()))
                + " "
                + words.text(
                        "strategies.answer.worst",
                        words.text("strategy." + last),
                        words.percent(worst(last)),
                        words.text("state." + worstState(last)),
                        Math.exp(slowness(last) / states.size()));
    }

    private Graph graph() {
        CategoryChart chart = Charts.bars();
        for (String strategy : strategies) {
            List<Double> p99 = states.stream()
                    .map(state -> variant(strategy, state, USUAL_RATE).percentile(99))
                    .toList();
            chart.addSeries(strategy, states, p99);
        }
        return new Graph("strategies-p99", words.text("strategies.graph"), chart);
    }

    private Table table(String state, int rate) {
        return new Table(
                words.text("strategies.table", words.text("state." + state), rate),
                Stream.of("strategy", "within", "p50", "p99", "p999", "failed", "refused", "share")
                        .map(column -> words.text("column." + column))
                        .toList(),
                strategies.stream()
                        .map(one -> row(one, variant(one, state, rate)))
                        .toList());
    }

    private List<String> row(String strategy, Variant variant) {
        return List.of(
                words.text("strategy." + strategy),
                words.percent(variant.withinSecond()),
                words.spread(variant.percentiles(50)),
                words.spread(variant.percentiles(99)),
                words.number(variant.percentile(99.9)),
                words.percent(variant.failedShare()),
                words.percent(variant.refusedShare()),
                words.percent(shareOfTheFirst(variant)));
    }

    /** The share of the first instance, or of the fault proxy in front of it, in the head office's requests. */
    private static double shareOfTheFirst(Variant variant) {
        double first = 0;
        double all = 0;
        for (Window window : variant.repetitions()) {
            for (Map.Entry<String, Double> one : window.gauges().entrySet()) {
                boolean isFirst = one.getKey().equals("requests.headoffice-1")
                        || one.getKey().equals("requests.fault-proxy");
                if (isFirst || one.getKey().startsWith("requests.headoffice-")) {
                    all += one.getValue();
                    first += isFirst ? one.getValue() : 0;
                }
            }
        }
        return first / all;
    }
}
