package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import dev.comptoir.tools.lab.report.Lines.Axis;
import dev.comptoir.tools.lab.report.Lines.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a cache gives, and what its readers pay. */
final class CachesChapter {
    private static final List<String> CACHES = List.of("off", "30s", "exact");
    private static final List<String> DATABASES = List.of("store", "headoffice", "logistics");

    private final Dataset data;
    private final Words words;
    private final List<String> caches;
    private final List<String> rates;

    private CachesChapter(Dataset data, Words words) {
        this.data = data;
        this.words = words;
        this.caches = CACHES.stream().filter(data.values("cache")::contains).toList();
        this.rates = data.values("rps").stream().filter(rate -> !rate.isEmpty()).toList();
    }

    static Chapter of(Dataset data, Words words) {
        CachesChapter chapter = new CachesChapter(data, words);
        return Chapter.of(
                words,
                data,
                words.say("caches.setup", data.head().sales()),
                chapter.answer(),
                List.of(
                        chapter.ladder(),
                        chapter.graph("caches-p99", "caches.times", "axis.milliseconds", arm -> arm.percentile(99)),
                        chapter.graph(
                                "caches-transactions",
                                "caches.transactions",
                                "axis.perSecond",
                                CachesChapter::transactions),
                        chapter.staleness()));
    }

    private Arm arm(String cache, String rate) {
        return Arm.of(data, Map.of("cache", cache, "rps", rate));
    }

    private Arm stale(String cache) {
        return Arm.of(data, Map.of("cache", cache, "part", "staleness"));
    }

    /** Per second, of all three databases. */
    private static double transactions(Arm arm) {
        return DATABASES.stream()
                .mapToDouble(name -> arm.perSecond("transactions." + name))
                .sum();
    }

    private double borne(String cache) {
        return rates.stream()
                .filter(rate -> arm(cache, rate).isThere() && arm(cache, rate).isBorne())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElse(0);
    }

    private String answer() {
        String rate = rates.getFirst();
        return words.say(
                        "caches.answer.load",
                        borne("exact"),
                        borne("30s"),
                        borne("off"),
                        Double.valueOf(rate),
                        transactions(arm("exact", rate)),
                        transactions(arm("off", rate)))
                + " "
                + words.say(
                        stale("exact").mean("stale.reads") == 0 ? "caches.answer.fresh" : "caches.answer.stale",
                        stale("exact").most("stale.worst.s"),
                        stale("30s").most("stale.worst.s"),
                        stale("30s").mean("stale.mean.s"));
    }

    private Table ladder() {
        return new Table(
                words.say("caches.table"),
                Stream.of("each", "cache", "answered", "refused", "failed", "p50", "p99", "transactions", "cores")
                        .map(column -> words.say("column." + column))
                        .toList(),
                rates.stream()
                        .flatMap(rate -> caches.stream()
                                .filter(cache -> arm(cache, rate).isThere())
                                .map(cache -> row(rate, cache, arm(cache, rate))))
                        .toList());
    }

    private List<String> row(String rate, String cache, Arm arm) {
        return List.of(
                words.number(Double.parseDouble(rate)),
                words.say("cache." + cache),
                words.spread(arm.goodputs()),
                words.percent(arm.refusedShare()),
                words.percent(arm.failedShare()),
                words.spread(arm.percentiles(50)),
                words.spread(arm.percentiles(99)),
                words.number(transactions(arm)),
                words.number(arm.cores("machine") - arm.cores("lab")));
    }

    private Graph graph(String name, String title, String unit, ToDoubleFunction<Arm> figure) {
        Lines lines = new Lines(words, new Axis(words.say("axis.each"), true), new Axis(words.say(unit), true));
        for (String cache : caches) {
            List<Dot> dots = new ArrayList<>();
            rates.stream()
                    .filter(rate -> arm(cache, rate).isThere())
                    .forEach(rate ->
                            dots.add(new Dot(Double.parseDouble(rate), figure.applyAsDouble(arm(cache, rate)))));
            lines.curve(words.say("cache." + cache), dots);
        }
        return new Graph(name, words.say(title), lines.svg(words.say(title)));
    }

    private Table staleness() {
        return new Table(
                words.say("caches.staleness"),
                Stream.of("cache", "changes", "reads", "staleReads", "staleMean", "staleWorst")
                        .map(column -> words.say("column." + column))
                        .toList(),
                caches.stream()
                        .map(cache -> List.of(
                                words.say("cache." + cache),
                                words.number(stale(cache).mean("changes")),
                                words.number(stale(cache).mean("reads")),
                                words.number(stale(cache).mean("stale.reads")),
                                words.number(stale(cache).mean("stale.mean.s")),
                                words.number(stale(cache).most("stale.worst.s"))))
                        .toList());
    }
}
