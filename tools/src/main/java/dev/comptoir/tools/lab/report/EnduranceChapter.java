package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Whether anything grows or slows down with time. */
final class EnduranceChapter {
    private static final List<String> PARTS = List.of("store-1", "headoffice-1", "logistics-1", "postgres", "traefik");
    private static final double FLAT = 1.25;

    private final Dataset data;
    private final Words words;
    private final Window window;

    private EnduranceChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
        this.window = data.windows().getFirst();
    }

    static Chapter of(Dataset data, Words words) {
        EnduranceChapter chapter = new EnduranceChapter(data, words);
        return new Chapter(
                words,
                data,
                words.text(
                        "endurance.setup",
                        chapter.data.head().sales(),
                        chapter.window.offered(),
                        chapter.window.seconds() / 60),
                chapter.answer(),
                List.of(chapter.table(), chapter.graph()));
    }

    private List<Slice> quarter(int number) {
        int size = window.slices().size();
        return window.slices().subList(size * (number - 1) / 4, size * number / 4);
    }

    /** The median of a quarter's slices. */
    private double figure(int quarter, ToDoubleFunction<Slice> of) {
        List<Double> sorted = quarter(quarter).stream()
                .map(of::applyAsDouble)
                .filter(value -> !value.isNaN())
                .sorted()
                .toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private static double gauge(Slice slice, String name) {
        return slice.gauges().getOrDefault(name, Double.NaN);
    }

    private static double memory(Slice slice) {
        return PARTS.stream()
                .mapToDouble(part -> gauge(slice, "memory." + part + ".mb"))
                .sum();
    }

    private String answer() {
        double slower = figure(4, Slice::p99) / figure(1, Slice::p99);
        double larger = figure(4, EnduranceChapter::memory) / figure(3, EnduranceChapter::memory);
        return words.text(
                        slower <= FLAT ? "endurance.answer.flat" : "endurance.answer.slower",
                        window.all().sent(),
                        window.all().failed() + window.all().refused(),
                        figure(1, Slice::p99),
                        figure(4, Slice::p99))
                + " "
                + words.text(
                        "endurance.answer.memory",
                        figure(3, EnduranceChapter::memory),
                        figure(4, EnduranceChapter::memory),
                        words.percent(larger - 1),
                        window.slices().stream()
                                .mapToDouble(slice -> gauge(slice, "backlog"))
                                .filter(value -> !Double.isNaN(value))
                                .max()
                                .orElse(Double.NaN));
    }

    private Graph graph() {
        XYChart chart = Charts.lines("s");
        Charts.line(chart, "p50", window.slices(), Slice::from, Slice::p50);
        Charts.line(chart, "p99", window.slices(), Slice::from, Slice::p99);
        return new Graph("endurance-times", words.text("endurance.times"), chart);
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("p50 ms", Slice::p50));
        rows.add(row("p99 ms", Slice::p99));
        rows.add(row(words.text("column.failures"), slice -> slice.failed() + slice.refused()));
        PARTS.forEach(part -> rows.add(row(
                words.text("endurance.megabytes", words.text("part." + part.replace("-1", ""))),
                slice -> gauge(slice, "memory." + part + ".mb"))));
        rows.add(row(words.text("endurance.connections"), slice -> gauge(slice, "connections")));
        rows.add(row(words.text("column.backlog"), slice -> gauge(slice, "backlog")));
        return new Table(
                words.text("endurance.table"),
                List.of(
                        words.text("endurance.figure"),
                        words.text("endurance.quarter", 1),
                        words.text("endurance.quarter", 2),
                        words.text("endurance.quarter", 3),
                        words.text("endurance.quarter", 4)),
                rows);
    }

    private List<String> row(String name, ToDoubleFunction<Slice> figure) {
        return List.of(
                name,
                words.number(figure(1, figure)),
                words.number(figure(2, figure)),
                words.number(figure(3, figure)),
                words.number(figure(4, figure)));
    }
}
