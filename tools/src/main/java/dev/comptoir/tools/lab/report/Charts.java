package dev.comptoir.tools.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Graphs of latencies on a logarithmic axis. Their labels are the words of the data: all languages share the graphs. */
final class Charts {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final double LOWEST_BAR_MILLISECONDS = 1;

    private Charts() {}

    /** @param across label of the numeric axis */
    static XYChart lines(String across) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.Matlab)
                .xAxisTitle(across)
                .yAxisTitle("ms")
                .build();
        style(chart.getStyler());
        return chart;
    }

    /** Leaves out values that a logarithmic axis cannot show. */
    static <T> void line(
            XYChart chart, String name, List<T> points, ToDoubleFunction<T> across, ToDoubleFunction<T> milliseconds) {
        List<T> shown = points.stream()
                .filter(point -> milliseconds.applyAsDouble(point) > 0)
                .toList();
        if (!shown.isEmpty()) {
            chart.addSeries(
                    name,
                    shown.stream().mapToDouble(across).toArray(),
                    shown.stream().mapToDouble(milliseconds).toArray());
        }
    }

    static CategoryChart bars() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.Matlab)
                .yAxisTitle("ms")
                .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(LOWEST_BAR_MILLISECONDS);
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setYAxisLogarithmic(true);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
    }

    static byte[] png(Chart<?, ?> chart) {
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
