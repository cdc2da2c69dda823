package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** The capacity of the chain and what limits it. */
final class RampChapter {
    private static final List<String> PARTS = List.of("store", "headoffice", "logistics", "postgres", "traefik", "lab");
    private static final double BUSY = 0.85;

    private final Dataset data;
    private final Words words;

    private RampChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
    }

    private record Step(int rate, Variant variant) {}

    static Chapter of(Dataset data, Words words) {
        RampChapter chapter = new RampChapter(data, words);
        List<Step> steps = data.values("rps").stream()
                .map(rate -> new Step(Integer.parseInt(rate), Variant.of(data, Map.of("rps", rate))))
                .sorted(Comparator.comparingInt(Step::rate))
                .toList();
        return new Chapter(
                words,
                data,
                words.text("ramp.setup", data.head().sales()),
                chapter.answer(steps),
                List.of(chapter.requests(steps), chapter.graph(steps), chapter.saturation(steps)));
    }

    private String answer(List<Step> steps) {
        Step sustained =
                steps.stream().filter(step -> step.variant().isSustained()).reduce(steps.getFirst(), (a, b) -> b);
        String capacity = words.text(
                "ramp.answer.sustained",
                sustained.rate(),
                3 * sustained.rate(),
                sustained.variant().percentile(99));
        String limit = steps.stream()
                .filter(step -> step.rate() > sustained.rate())
                .findFirst()
                .map(saturated -> limit(saturated.rate(), saturated.variant(), steps))
                .orElse(words.text("ramp.answer.more"));
        return capacity + " " + limit;
    }

    private String limit(int rate, Variant saturated, List<Step> steps) {
        double peak = steps.stream()
                .mapToDouble(step -> step.variant().goodput())
                .max()
                .orElseThrow();
        String busiest =
                PARTS.stream().max(Comparator.comparingDouble(saturated::cores)).orElseThrow();
        double busy = saturated.busy(data);
        return words.text(
                busy >= BUSY ? "ramp.answer.processor" : "ramp.answer.other",
                rate,
                words.percent(busy),
                words.text("part." + busiest),
                saturated.cores(busiest),
                words.percent(steps.getLast().variant().goodput() / peak));
    }

    private Graph graph(List<Step> steps) {
        XYChart chart = Charts.lines("/s");
        chart.getStyler().setXAxisLogarithmic(true);
        for (int percent : new int[] {50, 99}) {
            Charts.line(
                    chart,
                    "p" + percent,
                    steps,
                    Step::rate,
                    step -> step.variant().percentile(percent));
        }
        return new Graph("ramp-times", words.text("ramp.times"), chart);
    }

    private Table requests(List<Step> steps) {
        return new Table(
                words.text("ramp.table"),
                Stream.of("each", "sent", "successful", "refused", "failed", "p50", "p99", "p999")
                        .map(column -> words.text("column." + column))
                        .toList(),
                steps.stream()
                        .map(step -> List.of(
                                words.number(step.rate()),
                                words.number(step.variant().offered()),
                                words.spread(step.variant().goodputs()),
                                words.percent(step.variant().refusedShare()),
                                words.percent(step.variant().failedShare()),
                                words.spread(step.variant().percentiles(50)),
                                words.spread(step.variant().percentiles(99)),
                                words.number(step.variant().percentile(99.9))))
                        .toList());
    }

    private Table saturation(List<Step> steps) {
        List<String> head = new ArrayList<>(List.of(words.text("column.each")));
        PARTS.forEach(part -> head.add(words.text("part." + part)));
        head.add(words.text("part.others"));
        head.add(words.text("part.machine"));
        head.add(words.text("column.active"));
        head.add(words.text("column.backlog"));
        return new Table(
                words.text("ramp.saturation", data.head().machine().cores()),
                head,
                steps.stream().map(this::saturation).toList());
    }

    private List<String> saturation(Step step) {
        List<String> row = new ArrayList<>(List.of(words.number(step.rate())));
        PARTS.forEach(part -> row.add(words.number(step.variant().cores(part))));
        double known =
                PARTS.stream().mapToDouble(part -> step.variant().cores(part)).sum();
        row.add(words.number(Math.max(0, step.variant().cores("machine") - known)));
        row.add(words.number(step.variant().cores("machine")));
        row.add(words.number(step.variant().most("active")));
        row.add(words.number(step.variant().most("backlog")));
        return row;
    }
}
