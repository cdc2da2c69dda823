package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Bars.Group;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which strategy serves best when one instance of three is ill. */
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
        return Chapter.of(words, data, words.say("strategies.setup", data.head().sales()), chapter.answer(), exhibits);
    }

    private Arm arm(String strategy, String state, int rate) {
        return Arm.of(data, Map.of("strategy", strategy, "state", state, "rps", String.valueOf(rate)));
    }

    /** In the state that suits it least. */
    private double worst(String strategy) {
        return states.stream()
                .mapToDouble(state -> arm(strategy, state, USUAL_RATE).withinSecond())
                .min()
                .orElse(0);
    }

    private String worstState(String strategy) {
        return states.stream()
                .min(Comparator.comparingDouble(
                        state -> arm(strategy, state, USUAL_RATE).withinSecond()))
                .orElseThrow();
    }

    /** The product of the p99 of all states, as a sum of logarithms. */
    private double slowness(String strategy) {
        return states.stream()
                .mapToDouble(state -> Math.log(arm(strategy, state, USUAL_RATE).percentile(99)))
                .sum();
    }

    private String answer() {
        List<String> bestFirst = strategies.stream()
                .sorted(Comparator.comparingDouble((String one) -> -Math.round(worst(one) * 1_000))
                        .thenComparing(Comparator.comparingDouble(this::slowness)))
                .toList();
        String best = bestFirst.getFirst();
        String last = bestFirst.getLast();
        return words.say(
                        "strategies.answer.best",
                        words.say("strategy." + best),
                        words.percent(worst(best)),
                        words.say("state." + worstState(best)),
                        Math.exp(slowness(best) / states.size()))
                + " "
                + words.say(
                        "strategies.answer.worst",
                        words.say("strategy." + last),
                        words.percent(worst(last)),
                        words.say("state." + worstState(last)),
                        Math.exp(slowness(last) / states.size()));
    }

    private Graph graph() {
        return new Graph(
                "strategies-p99",
                words.say("strategies.graph"),
                new Bars(
                                words,
                                "p99, " + words.say("axis.milliseconds"),
                                strategies.stream()
                                        .map(one -> words.say("strategy." + one))
                                        .toList(),
                                states.stream()
                                        .map(state -> new Group(
                                                words.say("state." + state),
                                                strategies.stream()
                                                        .map(one -> arm(one, state, USUAL_RATE)
                                                                .percentile(99))
                                                        .toList()))
                                        .toList())
                        .svg(words.say("strategies.graph")));
    }

    private Table table(String state, int rate) {
        return new Table(
                words.say("strategies.table", words.say("state." + state), rate),
                Stream.of("strategy", "within", "p50", "p99", "p999", "failed", "refused", "share")
                        .map(column -> words.say("column." + column))
                        .toList(),
                strategies.stream().map(one -> row(one, arm(one, state, rate))).toList());
    }

    private List<String> row(String strategy, Arm arm) {
        return List.of(
                words.say("strategy." + strategy),
                words.percent(arm.withinSecond()),
                words.spread(arm.percentiles(50)),
                words.spread(arm.percentiles(99)),
                words.number(arm.percentile(99.9)),
                words.percent(arm.failedShare()),
                words.percent(arm.refusedShare()),
                words.percent(shareOfTheFirst(arm)));
    }

    /** Of what the head office's instances were sent, the part of the first one, or of what stood before it. */
    private static double shareOfTheFirst(Arm arm) {
        double first = 0;
        double all = 0;
        for (Window window : arm.rounds()) {
            for (Map.Entry<String, Double> one : window.gauges().entrySet()) {
                boolean isFirst = one.getKey().equals("requests.headoffice-1")
                        || one.getKey().equals("requests.detour");
                if (isFirst || one.getKey().startsWith("requests.headoffice-")) {
                    all += one.getValue();
                    first += isFirst ? one.getValue() : 0;
                }
            }
        }
        return first / all;
    }
}
