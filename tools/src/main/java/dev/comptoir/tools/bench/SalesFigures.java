package dev.comptoir.tools.bench;

import java.util.List;
import java.util.Locale;

/**
 * What {@code make bench} measured.
 *
 * @param seconds of a round and of a step
 * @param before the commit that {@value #BEFORE} were measured with
 * @param ramp sales at a constant rate
 * @param book the sales in the store's book at the end
 */
record SalesFigures(int seconds, String before, List<Row> rows, List<Step> ramp, long book) {
    static final String PEER = "pgbench -N";
    static final String SALES = "sales of two lines";
    static final String ONE_LINE = "sales of one line";
    static final String ONE_PRODUCT = "sales of one line, all of one product";
    static final String BEFORE = "sales of two lines, before";

    private static final double RATIO = 0.5;
    private static final double ONE_PRODUCT_RATIO = 0.7;

    SalesFigures {
        rows = List.copyOf(rows);
        ramp = List.copyOf(ramp);
    }

    /** What one kind of round measures. */
    record Variant(String name, int connections) {
        String words() {
            return name + ", " + connections + (connections == 1 ? " connection" : " connections");
        }
    }

    record Row(Variant variant, List<Rounds.Round> rounds) {
        Rounds.Round median() {
            return Rounds.Round.median(rounds);
        }
    }

    record Step(int rate, Rounds.Round sales) {}

    /** In Markdown: the goals, the closed loop and the ramp. */
    String table() {
        StringBuilder table = new StringBuilder("| goal | figure | wanted | met |\n|---|---|---|---|\n");
        int all = SalesBench.CONNECTIONS.getLast();
        goal(table, "sales/s at 64 connections ÷ pgbench -N", perSecond(SALES, all) / perSecond(PEER, all), RATIO);
        double ofOne = perSecond(ONE_PRODUCT, all) / perSecond(ONE_LINE, all);
        goal(table, "all on one product ÷ over all products", ofOne, ONE_PRODUCT_RATIO);
        double now = find(SALES, 1).p50();
        double then = find(BEFORE, 1).p50();
        table.append(String.format(
                Locale.ROOT,
                "| p50 of one connection | %.2f ms | at most %.2f ms, as before (%s) | %s |%n",
                now,
                then,
                before,
                word(now <= then)));
        table.append("\n| closed loop | connections | per second | p50 | p99 | failed |\n|---|---|---|---|---|---|\n");
        rows.forEach(row ->
                table.append(line(row.variant().name() + " | " + row.variant().connections(), row.median())));
        table.append("\n| constant rate | completed per second | p50 | p99 | failed |\n|---|---|---|---|---|\n");
        ramp.forEach(step -> table.append(line(step.rate() + "/s", step.sales())));
        return table.toString();
    }

    private static void goal(StringBuilder table, String goal, double figure, double wanted) {
        table.append(String.format(
                Locale.ROOT, "| %s | %.2f | at least %.1f | %s |%n", goal, figure, wanted, word(figure >= wanted)));
    }

    private static String word(boolean met) {
        return met ? "yes" : "**no**";
    }

    private static String line(String first, Rounds.Round round) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f ms | %.2f ms | %d |%n",
                first,
                round.perSecond(),
                round.p50(),
                round.p99(),
                round.failures());
    }

    private double perSecond(String name, int connections) {
        return find(name, connections).perSecond();
    }

    private Rounds.Round find(String name, int connections) {
        return rows.stream()
                .filter(row -> row.variant().equals(new Variant(name, connections)))
                .findFirst()
                .orElseThrow()
                .median();
    }
}
