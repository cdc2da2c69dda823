package dev.comptoir.tools.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Curves over a numeric axis. */
final class LineChart {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 330;
    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 34;
    private static final double BOTTOM = 46;

    private final Words words;
    private final Axis across;
    private final Axis up;
    private final List<Series> series = new ArrayList<>();
    private double event = Double.NaN;

    /**
     * @param label with the unit
     * @param logarithmic for figures above 0 only
     */
    record Axis(String label, boolean logarithmic) {}

    record Point(double x, double y) {}

    private record Series(String name, List<Point> points) {}

    LineChart(Words words, Axis across, Axis up) {
        this.words = words;
        this.across = across;
        this.up = up;
    }

    LineChart curve(String name, List<Point> points) {
        series.add(new Series(
                name,
                points.stream()
                        .filter(point -> !Double.isNaN(point.y()) && (!up.logarithmic() || point.y() > 0))
                        .toList()));
        return this;
    }

    /** Marks a moment. */
    LineChart event(double x) {
        event = x;
        return this;
    }

    String svg(String title) {
        double[] xs = range(values(Point::x), false);
        double[] ys = range(values(Point::y), !up.logarithmic());
        DoubleUnaryOperator x = scale(across, xs, LEFT, WIDTH - RIGHT);
        DoubleUnaryOperator y = scale(up, ys, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder();
        grid(svg, xs, ys, x, y);
        if (!Double.isNaN(event)) {
            double at = x.applyAsDouble(event);
            svg.append(Svg.line("event", at, TOP, at, HEIGHT - BOTTOM));
        }
        for (int at = 0; at < series.size(); at++) {
            curve(svg, at, x, y);
        }
        return Svg.document(WIDTH, HEIGHT, title, svg);
    }

    private void grid(StringBuilder svg, double[] xs, double[] ys, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        for (double tick : Ticks.of(ys[0], ys[1], up.logarithmic())) {
            double at = y.applyAsDouble(tick);
            svg.append(Svg.line("grid", LEFT, at, WIDTH - RIGHT, at));
            svg.append(Svg.text("end", LEFT - 8, at + 4, words.number(tick)));
        }
        for (double tick : Ticks.of(xs[0], xs[1], across.logarithmic())) {
            double at = x.applyAsDouble(tick);
            svg.append(Svg.line("grid", at, TOP, at, HEIGHT - BOTTOM));
            svg.append(Svg.text("middle", at, HEIGHT - BOTTOM + 18, words.number(tick)));
        }
        svg.append(Svg.text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across.label()));
        svg.append(Svg.text("start", 4, 14, up.label()));
    }

    private void curve(StringBuilder svg, int number, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        Series one = series.get(number);
        StringBuilder points = new StringBuilder();
        for (Point point : one.points()) {
            double across = x.applyAsDouble(point.x());
            double up = y.applyAsDouble(point.y());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", across, up));
            if (one.points().size() <= 40) {
                svg.append(Svg.dot(
                        number,
                        across,
                        up,
                        one.name() + ": " + words.number(point.x()) + " → " + words.number(point.y())));
            }
        }
        svg.append("<polyline class=\"c%d\" points=\"%s\"/>\n"
                .formatted(number, points.toString().strip()));
        double legend = WIDTH - RIGHT - (series.size() - number) * 132;
        svg.append(Svg.line("c" + number, legend, 10, legend + 22, 10));
        svg.append(Svg.text("start", legend + 28, 14, one.name()));
    }

    private double[] values(ToDoubleFunction<Point> figure) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(figure)
                .toArray();
    }

    /** The lowest and the highest, which are never the same. */
    private static double[] range(double[] values, boolean fromZero) {
        double lowest = Arrays.stream(values).min().orElse(1);
        double low = fromZero ? Math.min(0, lowest) : lowest;
        double high = Arrays.stream(values).max().orElse(10);
        return new double[] {low, high > low ? high : low + 1};
    }

    private static DoubleUnaryOperator scale(Axis axis, double[] range, double from, double to) {
        DoubleUnaryOperator size = axis.logarithmic() ? Math::log : value -> value;
        double low = size.applyAsDouble(range[0]);
        double high = size.applyAsDouble(range[1]);
        return value -> from + (size.applyAsDouble(value) - low) / (high - low) * (to - from);
    }
}
