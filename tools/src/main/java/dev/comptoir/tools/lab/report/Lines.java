package dev.comptoir.tools.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Curves over a number, drawn as SVG. */
final class Lines {
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

    record Dot(double x, double y) {}

    private record Series(String name, List<Dot> dots) {}

    Lines(Words words, Axis across, Axis up) {
        this.words = words;
        this.across = across;
        this.up = up;
    }

    Lines curve(String name, List<Dot> dots) {
        series.add(new Series(
                name,
                dots.stream()
                        .filter(dot -> !Double.isNaN(dot.y()) && (!up.logarithmic() || dot.y() > 0))
                        .toList()));
        return this;
    }

    /** Marks a moment. */
    Lines event(double x) {
        event = x;
        return this;
    }

    String svg(String title) {
        double[] xs = range(values(Dot::x), false);
        double[] ys = range(values(Dot::y), !up.logarithmic());
        DoubleUnaryOperator x = scale(across, xs, LEFT, WIDTH - RIGHT);
        DoubleUnaryOperator y = scale(up, ys, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(Svg.open(WIDTH, HEIGHT, title));
        grid(svg, xs, ys, x, y);
        if (!Double.isNaN(event)) {
            double at = x.applyAsDouble(event);
            svg.append(Svg.line("event", at, TOP, at, HEIGHT - BOTTOM));
        }
        for (int at = 0; at < series.size(); at++) {
            curve(svg, at, x, y);
        }
        return svg.append("</svg>").toString();
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
        for (Dot dot : one.dots()) {
            double across = x.applyAsDouble(dot.x());
            double up = y.applyAsDouble(dot.y());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", across, up));
            if (one.dots().size() <= 40) {
                svg.append(Svg.dot(
                        number, across, up, one.name() + ": " + words.number(dot.x()) + " → " + words.number(dot.y())));
            }
        }
        svg.append("<polyline class=\"c%d\" points=\"%s\"/>"
                .formatted(number, points.toString().strip()));
        double legend = WIDTH - RIGHT - (series.size() - number) * 132;
        svg.append("<line class=\"c%d\" x1=\"%.0f\" y1=\"10\" x2=\"%.0f\" y2=\"10\"/>"
                .formatted(number, legend, legend + 22));
        svg.append(Svg.text("start", legend + 28, 14, one.name()));
    }

    private double[] values(ToDoubleFunction<Dot> figure) {
        return series.stream()
                .flatMap(one -> one.dots().stream())
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
