package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import dev.comptoir.tools.lab.report.Lines.Axis;
import dev.comptoir.tools.lab.report.Lines.Dot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the chain bears, and what falls first. */
final class RampChapter {
    private static final List<String> PARTS = List.of("store", "headoffice", "logistics", "postgres", "traefik", "lab");
    private static final double BUSY = 0.85;

    private final Dataset data;
    private final Words words;

    private RampChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
    }

    private record Step(int rate, Arm arm) {}

    static Chapter of(Dataset data, Words words) {
        RampChapter chapter = new RampChapter(data, words);
        List<Step> steps = data.values("rps").stream()
                .map(rate -> new Step(Integer.parseInt(rate), Arm.of(data, Map.of("rps", rate))))
                .sorted(Comparator.comparingInt(Step::rate))
                .toList();
        return Chapter.of(
                words,
                data,
                words.say("ramp.setup", data.head().sales()),
                chapter.answer(steps),
                chapter.exhibits(steps));
    }

    private String answer(List<Step> steps) {
        Step borne = steps.stream().filter(step -> step.arm().isBorne()).reduce(steps.getFirst(), (a, b) -> b);
        Step last = steps.getLast();
        Step saturated = steps.stream()
                .filter(step -> step.rate() > borne.rate())
                .findFirst()
                .orElse(last);
        double peak =
                steps.stream().mapToDouble(step -> step.arm().goodput()).max().orElseThrow();
        String most = PARTS.stream()
                .max(Comparator.comparingDouble(part -> saturated.arm().cores(part)))
                .orElseThrow();
        double busy = saturated.arm().busy(data);
        String first = words.say(
                "ramp.answer.borne", borne.rate(), 3 * borne.rate(), borne.arm().percentile(99));
        String second = borne.equals(last)
                ? words.say("ramp.answer.more")
                : words.say(
                        busy >= BUSY ? "ramp.answer.processor" : "ramp.answer.waiting",
                        saturated.rate(),
                        words.percent(busy),
                        words.say("part." + most),
                        saturated.arm().cores(most),
                        words.percent(last.arm().goodput() / peak));
        return first + " " + second;
    }

    private List<Exhibit> exhibits(List<Step> steps) {
        List<Exhibit> exhibits = new ArrayList<>();
        exhibits.add(answers(steps));
        exhibits.add(new Graph(
                "ramp-times",
                words.say("ramp.times"),
                new Lines(words, across(), new Axis(words.say("axis.milliseconds"), true))
                        .curve("p50", dots(steps, step -> step.arm().percentile(50)))
                        .curve("p99", dots(steps, step -> step.arm().percentile(99)))
                        .svg(words.say("ramp.times"))));
        exhibits.add(new Graph(
                "ramp-goodput",
                words.say("ramp.goodput"),
                new Lines(words, across(), new Axis(words.say("axis.perSecond"), true))
                        .curve(words.say("sent"), dots(steps, step -> step.arm().offered()))
                        .curve(
                                words.say("answered"),
                                dots(steps, step -> step.arm().goodput()))
                        .svg(words.say("ramp.goodput"))));
        exhibits.add(saturation(steps));
        return exhibits;
    }

    private Axis across() {
        return new Axis(words.say("axis.each"), true);
    }

    private static List<Dot> dots(List<Step> steps, ToDoubleFunction<Step> figure) {
        return steps.stream()
                .map(step -> new Dot(step.rate(), figure.applyAsDouble(step)))
                .toList();
    }

    private Table answers(List<Step> steps) {
        return new Table(
                words.say("ramp.table"),
                Stream.of("each", "sent", "answered", "refused", "failed", "p50", "p99", "p999")
                        .map(column -> words.say("column." + column))
                        .toList(),
                steps.stream()
                        .map(step -> List.of(
                                words.number(step.rate()),
                                words.number(step.arm().offered()),
                                words.spread(step.arm().goodputs()),
                                words.percent(step.arm().refusedShare()),
                                words.percent(step.arm().failedShare()),
                                words.spread(step.arm().percentiles(50)),
                                words.spread(step.arm().percentiles(99)),
                                words.number(step.arm().percentile(99.9))))
                        .toList());
    }

    private Table saturation(List<Step> steps) {
        List<String> head = new ArrayList<>(List.of(words.say("column.each")));
        PARTS.forEach(part -> head.add(words.say("part." + part)));
        head.add(words.say("part.others"));
        head.add(words.say("part.machine"));
        head.add(words.say("column.active"));
        head.add(words.say("column.backlog"));
        return new Table(
                words.say("ramp.saturation", data.head().machine().cores()),
                head,
                steps.stream().map(this::saturation).toList());
    }

    private List<String> saturation(Step step) {
        List<String> row = new ArrayList<>(List.of(words.number(step.rate())));
        PARTS.forEach(part -> row.add(words.number(step.arm().cores(part))));
        double known =
                PARTS.stream().mapToDouble(part -> step.arm().cores(part)).sum();
        row.add(words.number(Math.max(0, step.arm().cores("machine") - known)));
        row.add(words.number(step.arm().cores("machine")));
        row.add(words.number(step.arm().most("active")));
        row.add(words.number(step.arm().most("backlog")));
        return row;
    }
}
