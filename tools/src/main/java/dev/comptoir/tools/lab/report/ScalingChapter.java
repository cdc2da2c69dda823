package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import dev.comptoir.tools.lab.report.Lines.Axis;
import dev.comptoir.tools.lab.report.Lines.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether more instances help, here and on a machine with more cores. */
final class ScalingChapter {
    private static final List<String> PARTS = List.of("store", "headoffice", "logistics", "postgres", "traefik");
    private static final List<Integer> CORES = List.of(2, 4, 8, 16);
    private static final double HELPS = 1.2;

    private final Dataset data;
    private final Words words;
    private final List<String> instances;
    private final List<String> rates;

    private ScalingChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
        this.instances = data.values("instances").stream().sorted().toList();
        this.rates = data.values("rps");
    }

    static Chapter of(Dataset data, Words words) {
        ScalingChapter chapter = new ScalingChapter(data, words);
        return Chapter.of(
                words,
                data,
                words.say("scaling.setup", data.head().sales()),
                chapter.answer(),
                List.of(chapter.times(), chapter.graph(), chapter.costs(), chapter.calculation()));
    }

    private Arm arm(String number, String rate) {
        return Arm.of(data, Map.of("instances", number, "rps", rate));
    }

    private String answer() {
        String one = instances.getFirst();
        String most = instances.getLast();
        double gain = arm(most, "full").goodput() / arm(one, "full").goodput();
        Arm full = arm(one, "full");
        return words.say(
                        gain >= HELPS ? "scaling.answer.helps" : "scaling.answer.little",
                        most,
                        arm(one, "full").goodput(),
                        arm(most, "full").goodput(),
                        arm(one, "15").all().meanMilliseconds(),
                        arm(most, "15").all().meanMilliseconds())
                + " "
                + words.say("scaling.answer.why", words.percent(full.busy(data)), cost(), 8_000 / cost());
    }

    /** Milliseconds of processor time for one request, without the generator. */
    private double cost() {
        return PARTS.stream()
                .mapToDouble(part -> arm(instances.getFirst(), "half").costMilliseconds(part))
                .sum();
    }

    private Table times() {
        List<String> head = new ArrayList<>(List.of(words.say("column.each")));
        instances.forEach(number -> head.add(words.say("scaling.instances", number)));
        return new Table(
                words.say("scaling.times"),
                head,
                rates.stream()
                        .map(rate -> Stream.concat(
                                        Stream.of(name(rate)),
                                        instances.stream().map(number -> cell(arm(number, rate))))
                                .toList())
                        .toList());
    }

    private String cell(Arm arm) {
        String text = words.number(arm.all().meanMilliseconds()) + " / " + words.number(arm.percentile(99)) + " / "
                + words.number(arm.goodput());
        return arm.all().failed() + arm.all().refused() == 0
                ? text
                : text + " (" + words.percent(arm.failedShare() + arm.refusedShare()) + ")";
    }

    private String name(String rate) {
        return Character.isDigit(rate.charAt(0))
                ? words.number(Double.parseDouble(rate))
                : words.say("scaling." + rate, arm(instances.getFirst(), rate).offered() / 3);
    }

    private Graph graph() {
        Lines lines = new Lines(
                words, new Axis(words.say("axis.instances"), false), new Axis(words.say("axis.milliseconds"), true));
        for (String rate : List.of("15", "100", "half", "full")) {
            lines.curve(
                    name(rate),
                    instances.stream()
                            .map(number -> new Dot(
                                    Double.parseDouble(number),
                                    arm(number, rate).all().meanMilliseconds()))
                            .toList());
        }
        return new Graph("scaling-times", words.say("scaling.graph"), lines.svg(words.say("scaling.graph")));
    }

    private Table costs() {
        List<String> head = new ArrayList<>(List.of(words.say("scaling.part")));
        instances.forEach(number -> head.add(words.say("scaling.instances", number)));
        return new Table(
                words.say("scaling.costs"),
                head,
                Stream.concat(PARTS.stream(), Stream.of("lab"))
                        .map(part -> Stream.concat(
                                        Stream.of(words.say("part." + part)),
                                        instances.stream()
                                                .map(number -> words.number(
                                                        arm(number, "half").costMilliseconds(part))))
                                .toList())
                        .toList());
    }

    /** Requests per second by the cores that they would have, when nothing else ends first. */
    private Exhibit calculation() {
        Arm half = arm(instances.getFirst(), "half");
        double headOffice = half.costMilliseconds("headoffice");
        double postgres = half.costMilliseconds("postgres");
        List<List<String>> rows = new ArrayList<>();
        CORES.forEach(cores -> rows.add(List.of(
                words.say("scaling.cores", cores),
                cores + " × 1000 / " + words.number(cost()),
                words.number(cores * 1_000 / cost()))));
        rows.add(List.of(
                words.say("scaling.one", words.say("part.headoffice")),
                "1000 / " + words.number(headOffice),
                words.number(1_000 / headOffice)));
        rows.add(List.of(
                words.say("scaling.one", words.say("part.postgres")),
                "1000 / " + words.number(postgres),
                words.number(1_000 / postgres)));
        return new Table(
                words.say("scaling.calculation"),
                List.of(words.say("scaling.what"), words.say("scaling.how"), words.say("column.answered")),
                rows);
    }
}
