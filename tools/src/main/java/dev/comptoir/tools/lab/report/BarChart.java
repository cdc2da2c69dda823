package dev.comptoir.tools.lab.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Groups of bars on a logarithmic axis. */
final class BarChart {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 330;
    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 34;
    private static final double BOTTOM = 30;
    private static final double GAP = 0.25;

    private final Words words;
    private final String label;
    private final List<String> series;
    private final List<Group> groups;

    /** @param values one for each series, above 0; NaN leaves its place empty */
    record Group(String name, List<Double> values) {}

    /** @param label of the axis, with the unit */
    BarChart(Words words, String label, List<String> series, List<Group> groups) {
        this.words = words;
        this.label = label;
        this.series = series;
        this.groups = groups;
    }

    String svg(String title) {
        double[] known = groups.stream()
                .flatMap(group -> group.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0)
                .toArray();
        double low =
                Math.pow(10, Math.floor(Math.log10(Arrays.stream(known).min().orElse(1))));
        double high = Math.max(low * 10, Arrays.stream(known).max().orElse(10));
        DoubleUnaryOperator y =
                value -> HEIGHT - BOTTOM - Math.log(value / low) / Math.log(high / low) * (HEIGHT - BOTTOM - TOP);
        StringBuilder svg = new StringBuilder();
        for (double tick : Ticks.of(low, high, true)) {
            double at = y.applyAsDouble(tick);
            svg.append(Svg.line("grid", LEFT, at, WIDTH - RIGHT, at));
            svg.append(Svg.text("end", LEFT - 8, at + 4, words.number(tick)));
        }
        IntStream.range(0, groups.size()).forEach(at -> group(svg, at, y));
        IntStream.range(0, series.size()).forEach(at -> {
            double x = WIDTH - RIGHT - (series.size() - at) * 112;
            svg.append(Svg.bar(at, x, 4, 12, 12, series.get(at)));
            svg.append(Svg.text("start", x + 17, 15, series.get(at)));
        });
        return Svg.document(WIDTH, HEIGHT, title, svg.append(Svg.text("start", 4, 15, label)));
    }

    private void group(StringBuilder svg, int number, DoubleUnaryOperator y) {
        double room = (WIDTH - LEFT - RIGHT) / groups.size();
        double wide = room * (1 - GAP) / series.size();
        double begin = LEFT + number * room + room * GAP / 2;
        Group group = groups.get(number);
        for (int at = 0; at < series.size(); at++) {
            double value = group.values().get(at);
            if (value > 0) {
                double top = y.applyAsDouble(value);
                String title = group.name() + ", " + series.get(at) + ": " + words.number(value);
                svg.append(Svg.bar(at, begin + at * wide, top, wide - 1, Math.max(1, HEIGHT - BOTTOM - top), title));
            }
        }
        svg.append(Svg.text("middle", begin + room * (1 - GAP) / 2, HEIGHT - 10, group.name()));
    }
}
