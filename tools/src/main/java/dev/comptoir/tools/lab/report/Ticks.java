package dev.comptoir.tools.lab.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Round numbers along an axis. */
final class Ticks {
    private static final int WANTED = 5;

    private Ticks() {}

    /** @param logarithmic 1, 10, 100; with 2 and 5 between them where there are few */
    static List<Double> of(double low, double high, boolean logarithmic) {
        return logarithmic ? powers(low, high) : steps(low, high);
    }

    private static List<Double> steps(double low, double high) {
        double rough = (high - low) / WANTED;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(times -> times * power)
                .filter(one -> one >= rough)
                .findFirst()
                .orElse(10 * power);
        return IntStream.rangeClosed((int) Math.ceil(low / step), (int) Math.floor(high / step))
                .mapToObj(times -> times * step)
                .toList();
    }

    private static List<Double> powers(double low, double high) {
        double[] within = high / low > 1_000 ? new double[] {1} : new double[] {1, 2, 5};
        return IntStream.rangeClosed((int) Math.floor(Math.log10(low)), (int) Math.ceil(Math.log10(high)))
                .mapToObj(power -> DoubleStream.of(within).map(one -> one * Math.pow(10, power)))
                .flatMap(DoubleStream::boxed)
                .filter(one -> one >= low * 0.999 && one <= high * 1.001)
                .toList();
    }
}
