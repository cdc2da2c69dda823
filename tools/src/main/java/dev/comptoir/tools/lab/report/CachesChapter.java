package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** What a cache saves, and how stale its responses are. */
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
        return new Chapter(
                words,
                data,
                words.text("caches.setup", data.head().sales()),
                chapter.answer(),
                List.of(chapter.ladder(), chapter.graph(), chapter.staleness()));
    }

    private Variant variant(String cache, String rate) {
        return Variant.of(data, Map.of("cache", cache, "rps", rate));
    }

    private Variant stale(String cache) {
        return Variant.of(data, Map.of("cache", cache, "part", "staleness"));
    }

    /** Per second, of all three databases. */
    private static double transactions(Variant variant) {
        return DATABASES.stream()
                .mapToDouble(name -> variant.perSecond("transactions." + name))
                .sum();
    }

    private double sustained(String cache) {
        return rates.stream()
                .filter(rate ->
                        variant(cache, rate).isPresent() && variant(cache, rate).isSustained())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElse(0);
    }

    private String answer() {
        String rate = rates.getFirst();
        return words.text(
                        "caches.answer.load",
                        sustained("exact"),
                        sustained("30s"),
                        sustained("off"),
                        Double.valueOf(rate),
                        transactions(variant("exact", rate)),
                        transactions(variant("off", rate)))
                + " "
                + words.text(
                        stale("exact").mean("stale.reads") == 0 ? "caches.answer.fresh" : "caches.answer.stale",
                        stale("exact").most("stale.worst.s"),
                        stale("30s").most("stale.worst.s"),
                        stale("30s").mean("stale.mean.s"));
    }

    private Table ladder() {
        return new Table(
                words.text("caches.table"),
                Stream.of("each", "cache", "successful", "refused", "failed", "p50", "p99", "transactions", "cores")
                        .map(column -> words.text("column." + column))
                        .toList(),
                rates.stream()
                        .flatMap(rate -> caches.stream()
                                .filter(cache -> variant(cache, rate).isPresent())
                                .map(cache -> row(rate, cache, variant(cache, rate))))
                        .toList());
    }

    private List<String> row(String rate, String cache, Variant variant) {
        return List.of(
                words.number(Double.parseDouble(rate)),
                words.text("cache." + cache),
                words.spread(variant.goodputs()),
                words.percent(variant.refusedShare()),
                words.percent(variant.failedShare()),
                words.spread(variant.percentiles(50)),
                words.spread(variant.percentiles(99)),
                words.number(transactions(variant)),
                words.number(variant.cores("machine") - variant.cores("lab")));
    }

    private Graph graph() {
        XYChart chart = Charts.lines("/s");
        chart.getStyler().setXAxisLogarithmic(true);
        for (String cache : caches) {
            Charts.line(
                    chart,
                    cache,
                    rates,
                    Double::parseDouble,
                    rate -> variant(cache, rate).percentile(99));
        }
        return new Graph("caches-p99", words.text("caches.times"), chart);
    }

    private Table staleness() {
        return new Table(
                words.text("caches.staleness"),
                Stream.of("cache", "changes", "reads", "staleReads", "staleMean", "staleWorst")
                        .map(column -> words.text("column." + column))
                        .toList(),
                caches.stream()
                        .map(cache -> List.of(
                                words.text("cache." + cache),
                                words.number(stale(cache).mean("changes")),
                                words.number(stale(cache).mean("reads")),
                                words.number(stale(cache).mean("stale.reads")),
                                words.number(stale(cache).mean("stale.mean.s")),
                                words.number(stale(cache).most("stale.worst.s"))))
                        .toList());
    }
}
