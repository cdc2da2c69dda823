package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.load.Latencies;
import dev.comptoir.tools.load.Outcomes;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The repetitions of one variant together. */
record Variant(List<Window> repetitions) {
    /** @param wanted properties of the variant, by name */
    static Variant of(Dataset data, Map<String, String> wanted) {
        return new Variant(data.windows().stream()
                .filter(window -> wanted.entrySet().stream()
                        .allMatch(one -> window.variant(one.getKey()).equals(one.getValue())))
                .toList());
    }

    boolean isPresent() {
        return !repetitions.isEmpty();
    }

    Outcomes all() {
        return repetitions.stream().map(Window::all).reduce(Outcomes.none(), Outcomes::plus);
    }

    Outcomes of(String kind) {
        return repetitions.stream()
                .map(window -> window.operations().getOrDefault(kind, Outcomes.none()))
                .reduce(Outcomes.none(), Outcomes::plus);
    }

    private double sum(ToDoubleFunction<Window> figure) {
        return repetitions.stream().mapToDouble(figure).sum();
    }

    double seconds() {
        return sum(Window::seconds);
    }

    /** Intended requests per second. */
    double offered() {
        return repetitions.isEmpty() ? Double.NaN : sum(Window::offered) / repetitions.size();
    }

    /** Successful requests per second. */
    double goodput() {
        return all().ok() / seconds();
    }

    double refusedShare() {
        return (double) all().refused() / all().sent();
    }

    double failedShare() {
        return (double) all().failed() / all().sent();
    }

    /** Latency in milliseconds. */
    double percentile(double percent) {
        return all().latencies().percentile(percent);
    }

    List<Double> percentiles(double percent) {
        return repetitions.stream()
                .map(window -> window.all().latencies().percentile(percent))
                .toList();
    }

    List<Double> goodputs() {
        return repetitions.stream()
                .map(window -> window.all().ok() / window.seconds())
                .toList();
    }

    /** The share of all requests that succeeded within a second. */
    double withinSecond() {
        Latencies times = all().latencies();
        return (double) times.within(1_000) / all().sent();
    }

    /** Cores that a part of the chain used; {@code headoffice} is the sum of its instances. */
    double cores(String part) {
        return processor(part) / sum(window -> window.gauge("elapsed.s"));
    }

    /** The busy share of the machine's processor; at most 1, since its two clocks differ by a hundredth of a second. */
    double busy(Dataset data) {
        return Math.min(1, cores("machine") / data.head().machine().cores());
    }

    private double processor(String part) {
        return sum(window -> window.cpu().entrySet().stream()
                .filter(one -> one.getKey().equals(part) || one.getKey().startsWith(part + "-"))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }

    /** Milliseconds of processor time for a successful request. */
    double costMilliseconds(String part) {
        return 1_000 * processor(part) / all().ok();
    }

    double mean(String gauge) {
        return sum(window -> window.gauge(gauge)) / repetitions.size();
    }

    /** A counter's increase per second. */
    double perSecond(String counter) {
        return sum(window -> window.gauge(counter)) / sum(window -> window.gauge("elapsed.s"));
    }

    double most(String gauge) {
        return repetitions.stream()
                .mapToDouble(window -> window.gauge(gauge))
                .max()
                .orElse(Double.NaN);
    }

    /** As {@code Probe} decides: 98 % succeed, and 99 % of those within a second. */
    boolean isSustained() {
        return all().ok() >= 0.98 * all().sent() && percentile(99) <= 1_000;
    }
}
