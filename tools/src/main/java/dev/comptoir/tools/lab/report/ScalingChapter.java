package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

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
        return new Chapter(
                words,
                data,
                words.text("scaling.setup", data.head().sales()),
                chapter.answer(),
                List.of(chapter.times(), chapter.graph(), chapter.costs(), chapter.calculation()));
    }

    private Variant variant(String number, String rate) {
        return Variant.of(data, Map.of("instances", number, "rps", rate));
    }

    private String answer() {
        String one = instances.getFirst();
        String most = instances.getLast();
        double gain = variant(most, "full").goodput() / variant(one, "full").goodput();
        Variant full = variant(one, "full");
        return words.text(
                        gain >= HELPS ? "scaling.answer.helps" : "scaling.answer.little",
                        most,
                        variant(one, "full").goodput(),
                        variant(most, "full").goodput(),
                        variant(one, "15").all().latencies().mean(),
                        variant(most, "15").all().latencies().mean())
                + " "
                + words.text("scaling.answer.why", words.percent(full.busy(data)), cost(), 8_000 / cost());
    }

    /** Milliseconds of processor time for one request, without the generator. */
    private double cost() {
        return PARTS.stream()
                .mapToDouble(part -> variant(instances.getFirst(), "half").costMilliseconds(part))
                .sum();
    }

    private Table times() {
        List<String> head = new ArrayList<>(List.of(words.text("column.each")));
        instances.forEach(number -> head.add(words.text("scaling.instances", number)));
        return new Table(
                words.text("scaling.times"),
                head,
                rates.stream()
                        .map(rate -> Stream.concat(
                                        Stream.of(name(rate)),
                                        instances.stream().map(number -> cell(variant(number, rate))))
                                .toList())
                        .toList());
    }

    private String cell(Variant variant) {
        String text = words.number(variant.all().latencies().mean()) + " / " + words.number(variant.percentile(99))
                + " / " + words.number(variant.goodput());
        return variant.all().failed() + variant.all().refused() == 0
                ? text
                : text + " (" + words.percent(variant.failedShare() + variant.refusedShare()) + ")";
    }

    private String name(String rate) {
        return Character.isDigit(rate.charAt(0))
                ? words.number(Double.parseDouble(rate))
                : words.text(
                        "scaling." + rate, variant(instances.getFirst(), rate).offered() / 3);
    }

    private Graph graph() {
        XYChart chart = Charts.lines("n");
        for (String rate : List.of("15", "100", "half", "full")) {
            Charts.line(
                    chart,
                    rate,
                    instances,
                    Double::parseDouble,
                    number -> variant(number, rate).all().latencies().mean());
        }
        return new Graph("scaling-times", words.text("scaling.graph"), chart);
    }

    private Table costs() {
        List<String> head = new ArrayList<>(List.of(words.text("scaling.part")));
        instances.forEach(number -> head.add(words.text("scaling.instances", number)));
        return new Table(
                words.text("scaling.costs"),
                head,
                Stream.concat(PARTS.stream(), Stream.of("lab"))
                        .map(part -> Stream.concat(
                                        Stream.of(words.text("part." + part)),
                                        instances.stream()
                                                .map(number -> words.number(
                                                        variant(number, "half").costMilliseconds(part))))
                                .toList())
                        .toList());
    }

    /** Requests per second by number of cores, if nothing else is the limit. */
    private Exhibit calculation() {
        Variant half = variant(instances.getFirst(), "half");
        double headOffice = half.costMilliseconds("headoffice");
        double postgres = half.costMilliseconds("postgres");
        List<List<String>> rows = new ArrayList<>();
        CORES.forEach(cores -> rows.add(List.of(
                words.text("scaling.cores", cores),
                cores + " × 1000 / " + words.number(cost()),
                words.number(cores * 1_000 / cost()))));
        rows.add(List.of(
                words.text("scaling.one", words.text("part.headoffice")),
                "1000 / " + words.number(headOffice),
                words.number(1_000 / headOffice)));
        rows.add(List.of(
                words.text("scaling.one", words.text("part.postgres")),
                "1000 / " + words.number(postgres),
                words.number(1_000 / postgres)));
        return new Table(
                words.text("scaling.calculation"),
                List.of(words.text("scaling.what"), words.text("scaling.how"), words.text("column.successful")),
                rows);
    }
}
