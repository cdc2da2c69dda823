package dev.comptoir.tools.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code make bench-cost} measured.
 *
 * @param warmUpSeconds of each row, before its first round
 * @param seconds of a round
 * @param idleCores seconds of processor time in a second without any request, by part
 */
record CostFigures(long warmUpSeconds, long seconds, int rounds, Map<String, Double> idleCores, List<Row> rows) {
    private static final String HEAD = """
            | request | load | p50 | in | processor time | of it idle | budget | within |
            |---|---|---|---|---|---|---|---|
            """;

    CostFigures {
        idleCores = new TreeMap<>(idleCores);
    }

    /** @param median of the rounds */
    record Row(String row, String words, String load, Cost median, List<Cost> rounds, List<Measured> budgets) {}

    /**
     * Milliseconds per request.
     *
     * @param idle the part of it that the processes use without any request, too
     */
    record Measured(String words, double milliseconds, double idle, double budget) {
        boolean isWithin() {
            return milliseconds <= budget;
        }
    }

    /** The rounds of a row, as they are measured. */
    record Series(CostRow row, String load, List<Cost> rounds) {
        private Row figures() {
            List<Measured> budgets = row.budgets().stream()
                    .map(budget -> new Measured(
                            budget.words(),
                            Rounds.median(rounds, one -> budget.sum(one.processor())),
                            Rounds.median(rounds, one -> budget.sum(one.idle())),
                            budget.milliseconds()))
                    .toList();
            return new Row(row.toString(), row.words(), load, Cost.median(rounds), rounds, budgets);
        }
    }

    static CostFigures of(CostBench.Plan plan, List<Series> series, Map<String, Double> idleCores) {
        return new CostFigures(
                plan.warmUp().toSeconds(),
                plan.time().toSeconds(),
                plan.rounds(),
                idleCores,
                series.stream().map(Series::figures).toList());
    }

    /** In Markdown, with the budgets. */
    String table() {
        StringBuilder table = new StringBuilder(HEAD);
        for (Row row : rows) {
            for (Measured one : row.budgets()) {
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f ms | %s | %.3f ms | %.3f ms | %.2f ms | %s |%n",
                        row.words(),
                        row.load(),
                        row.median().p50(),
                        one.words(),
                        one.milliseconds(),
                        one.idle(),
                        one.budget(),
                        verdict(row, one)));
            }
        }
        return table.toString();
    }

    private static String verdict(Row row, Measured one) {
        long failures = row.median().failures();
        if (failures > 0) {
            return failures + " requests failed";
        }
        return one.isWithin() ? "yes" : "**no**";
    }

    /** Every part of every row. */
    String breakdown() {
        StringBuilder text = new StringBuilder("\nMilliseconds of processor time per request\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %s, %.0f/s%n",
                    row.words(),
                    row.load(),
                    row.median().perSecond()));
            row.median()
                    .processor()
                    .forEach((part, milliseconds) ->
                            text.append(String.format(Locale.ROOT, "  %-30s %8.3f%n", part, milliseconds)));
        }
        text.append("Percent of a core without any request\n");
        idleCores.forEach(
                (part, cores) -> text.append(String.format(Locale.ROOT, "  %-30s %8.2f%n", part, cores * 100)));
        return text.append('\n').toString();
    }
}
