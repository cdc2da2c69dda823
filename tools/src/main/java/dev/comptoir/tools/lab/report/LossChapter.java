package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;

/** The loss of one of two instances, second by second. */
final class LossChapter {
    /** A second is slow when its p99 is more than twice the usual one and 20 ms above it. */
    private static final double SLOWER = 2;

    private static final double SLOWER_MILLISECONDS = 20;
    private static final int AFTER_SECONDS = 5;

    private final Dataset data;
    private final Words words;

    private LossChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
    }

    static Chapter of(Dataset data, Words words) {
        LossChapter chapter = new LossChapter(data, words);
        List<Exhibit> exhibits =
                List.of(chapter.table(), chapter.graph(data.values("rate").getLast()));
        return new Chapter(words, data, words.text("loss.setup", data.head().sales()), chapter.answer(), exhibits);
    }

    private Variant variant(String rate, String how) {
        return Variant.of(data, Map.of("rate", rate, "loss", how));
    }

    private static double lostAt(Window window) {
        return Double.parseDouble(window.variant("lostAt.s"));
    }

    private static List<Slice> part(Window window, double from, double to) {
        return window.slices().stream()
                .filter(slice -> slice.from() >= from && slice.from() < to)
                .toList();
    }

    /** The median of the seconds before the loss. */
    private static double usual(Window window) {
        return middle(part(window, 0, lostAt(window)).stream().map(Slice::p99).toList());
    }

    private static double middle(List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Seconds from the loss to the end of the last slow or failing second in the time without the instance. */
    private static double recovery(Window window) {
        double usual = usual(window);
        return part(window, lostAt(window), 2 * lostAt(window)).stream()
                .filter(slice -> slice.failed() + slice.refused() > 0
                        || (slice.p99() > SLOWER * usual && slice.p99() > usual + SLOWER_MILLISECONDS))
                .mapToDouble(slice -> slice.from() + 1 - lostAt(window))
                .max()
                .orElse(0);
    }

    private static double worstAfter(Window window) {
        return part(window, lostAt(window), lostAt(window) + AFTER_SECONDS).stream()
                .mapToDouble(Slice::p99)
                .max()
                .orElse(Double.NaN);
    }

    private String answer() {
        Variant little = variant("little", "stopped");
        Variant half = variant("half", "killed");
        long failed = data.windows().stream()
                .mapToLong(window -> window.all().failed())
                .sum();
        long sent =
                data.windows().stream().mapToLong(window -> window.all().sent()).sum();
        return words.text(failed == 0 ? "loss.answer.none" : "loss.answer.some", failed, sent) + " "
                + words.text(
                        "loss.answer.recovery", recovery(half), half.offered(), recovery(little), little.offered());
    }

    private static double recovery(Variant variant) {
        return variant.repetitions().stream()
                .mapToDouble(LossChapter::recovery)
                .max()
                .orElse(Double.NaN);
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (String rate : data.values("rate")) {
            for (String how : data.values("loss")) {
                rows.add(row(how, variant(rate, how)));
            }
        }
        return new Table(
                words.text("loss.table", AFTER_SECONDS),
                Stream.of("loss", "sent", "requests", "failures", "refused", "before", "after", "recovery")
                        .map(column -> words.text("column." + column))
                        .toList(),
                rows);
    }

    private List<String> row(String how, Variant variant) {
        return List.of(
                words.text("loss." + how),
                words.number(variant.offered()),
                words.number((double) variant.all().sent()),
                words.number((double) variant.all().failed()),
                words.percent(variant.refusedShare()),
                words.spread(
                        variant.repetitions().stream().map(LossChapter::usual).toList()),
                words.spread(variant.repetitions().stream()
                        .map(LossChapter::worstAfter)
                        .toList()),
                words.spread(variant.repetitions().stream()
                        .map(LossChapter::recovery)
                        .toList()));
    }

    private Graph graph(String rate) {
        XYChart chart = Charts.lines("s");
        data.values("loss").stream()
                .filter(how -> variant(rate, how).isPresent())
                .forEach(how -> {
                    Window first = variant(rate, how).repetitions().getFirst();
                    Charts.line(chart, how, first.slices(), Slice::from, Slice::p99);
                    chart.addAnnotation(new AnnotationLine(lostAt(first), true, false));
                });
        double offered = variant(rate, data.values("loss").getFirst()).offered();
        return new Graph("loss-" + rate, words.text("loss.graph", offered), chart);
    }
}
