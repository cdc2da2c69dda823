package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Latencies;
import dev.comptoir.tools.lab.data.Tally;
import dev.comptoir.tools.lab.data.Window;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of one arm, together. */
record Arm(List<Window> rounds) {
    /** @param wanted what the arm must be, by name */
    static Arm of(Dataset data, Map<String, String> wanted) {
        return new Arm(data.windows().stream()
                .filter(window -> wanted.entrySet().stream()
                        .allMatch(one -> window.arm(one.getKey()).equals(one.getValue())))
                .toList());
    }

    boolean isThere() {
        return !rounds.isEmpty();
    }

    Tally all() {
        return rounds.stream().map(Window::all).reduce(Tally.NOTHING, Tally::plus);
    }

    Tally of(String kind) {
        return rounds.stream()
                .map(window -> window.answers().getOrDefault(kind, Tally.NOTHING))
                .reduce(Tally.NOTHING, Tally::plus);
    }

    private double sum(ToDoubleFunction<Window> figure) {
        return rounds.stream().mapToDouble(figure).sum();
    }

    double seconds() {
        return sum(Window::seconds);
    }

    /** Requests per second that were meant to be sent. */
    double offered() {
        return rounds.isEmpty() ? Double.NaN : sum(Window::offered) / rounds.size();
    }

    /** Right answers per second. */
    double goodput() {
        return all().ok() / seconds();
    }

    double refusedShare() {
        return (double) all().refused() / all().sent();
    }

    double failedShare() {
        return (double) all().failed() / all().sent();
    }

    /** Milliseconds within which so many per cent were answered. */
    double percentile(double percent) {
        return all().times().percentile(percent);
    }

    List<Double> percentiles(double percent) {
        return rounds.stream()
                .map(window -> window.all().times().percentile(percent))
                .toList();
    }

    List<Double> goodputs() {
        return rounds.stream()
                .map(window -> window.all().ok() / window.seconds())
                .toList();
    }

    /** Of all that were sent, those that were answered rightly within a second. */
    double withinSecond() {
        Latencies times = all().times();
        return (double) times.within(1_000) / all().sent();
    }

    /** How many cores a part of the chain kept busy; {@code headoffice} stands for all its instances. */
    double cores(String part) {
        return processor(part) / sum(window -> window.gauge("elapsed.s"));
    }

    /** Which share of the machine's processor was busy: the clocks of the two differ by a hundredth of a second. */
    double busy(Dataset data) {
        return Math.min(1, cores("machine") / data.head().machine().cores());
    }

    private double processor(String part) {
        return sum(window -> window.cpu().entrySet().stream()
                .filter(one -> one.getKey().equals(part) || one.getKey().startsWith(part + "-"))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }

    /** Milliseconds of processor time for one right answer. */
    double costMilliseconds(String part) {
        return 1_000 * processor(part) / all().ok();
    }

    double mean(String gauge) {
        return sum(window -> window.gauge(gauge)) / rounds.size();
    }

    /** A counter's growth per second. */
    double perSecond(String counter) {
        return sum(window -> window.gauge(counter)) / sum(window -> window.gauge("elapsed.s"));
    }

    double most(String gauge) {
        return rounds.stream().mapToDouble(window -> window.gauge(gauge)).max().orElse(Double.NaN);
    }

    /** As {@code Probe} judges: 98 % answered rightly, 99 % of these within a second; in the rounds together. */
    boolean isBorne() {
        return all().ok() >= 0.98 * all().sent() && percentile(99) <= 1_000;
    }
}
