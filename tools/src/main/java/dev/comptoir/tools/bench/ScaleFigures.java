package dev.comptoir.tools.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code make bench-scale} measured.
 *
 * @param small what the smaller chain has
 * @param large what the larger chain has
 * @param planFaults of the statements of hot paths on the larger chain
 * @param differences that reconciliation found, by service of the smaller chain
 */
record ScaleFigures(
        String small, String large, List<Row> rows, Set<String> planFaults, Map<String, String> differences) {
    ScaleFigures {
        rows = List.copyOf(rows);
        differences = new TreeMap<>(differences);
    }

    /** How a figure of the larger chain is judged. */
    enum Goal {
        /** At most 1.2 times that of the smaller chain. */
        SAME(1.2),
        /** At most 1.5 times that of the smaller chain. */
        START(1.5),
        /** At most 50 ms. */
        SEARCH(50);

        private final double limit;

        Goal(double limit) {
            this.limit = limit;
        }

        boolean isMet(double small, double large) {
            return (this == SEARCH ? large : large / small) <= limit;
        }

        String words() {
            return this == SEARCH ? "at most %.0f ms".formatted(limit) : "at most %.1f x".formatted(limit);
        }
    }

    /**
     * One figure of both chains, as medians of rounds.
     *
     * @param unit {@code ms}, or {@code s}
     */
    record Row(String measured, String unit, Goal goal, List<Double> small, List<Double> large) {
        double smallMedian() {
            return Rounds.median(small, Double::doubleValue);
        }

        double largeMedian() {
            return Rounds.median(large, Double::doubleValue);
        }
    }

    /** In Markdown. */
    String table() {
        StringBuilder table = new StringBuilder(
                "| measured | %s | %s | ratio | goal | met |%n|---|---|---|---|---|---|%n".formatted(small, large));
        rows.forEach(row -> table.append(line(row)));
        table.append("\nPlans of the statements of hot paths on the larger chain: ")
                .append(planFaults.isEmpty() ? "no scan of a large table, no filter that drops most rows.\n" : "\n\n");
        planFaults.forEach(
                fault -> table.append("- ").append(fault.replace("|", "\\|")).append('\n'));
        table.append("\nReconciliation of the made data: ")
                .append(differences.isEmpty() ? "no difference.\n" : "**differences** " + differences + "\n");
        return table.toString();
    }

    private static String line(Row row) {
        double before = row.smallMedian();
        double after = row.largeMedian();
        return String.format(
                Locale.ROOT,
                "| %s | %.2f %s | %.2f %s | %.2f | %s | %s |%n",
                row.measured(),
                before,
                row.unit(),
                after,
                row.unit(),
                after / before,
                row.goal().words(),
                row.goal().isMet(before, after) ? "yes" : "**no**");
    }
}
