package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Chaos.Phase;
import dev.comptoir.tools.chaos.Chaos.Result;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.chaos.Ledger.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A result as a Markdown table. */
final class Report {
    private Report() {}

    static String of(Result result) {
        return """
                %d requests per second, %d in total; acknowledged: %s

                | fault | duration | requests | failed | last failure after | p50 | p99 | max |
                |---|---|---|---|---|---|---|---|
                %s

                %s
                """.formatted(
                        result.rate(),
                        result.ledger().attempts().size(),
                        acknowledged(result.ledger()),
                        result.phases().stream()
                                .map(phase -> row(phase, phase.attempts(result.ledger())))
                                .collect(Collectors.joining("\n")),
                        verdict(result.findings()));
    }

    private static String acknowledged(Ledger ledger) {
        return List.of(Kind.SALE, Kind.REFUND, Kind.ORDER, Kind.SHIPMENT, Kind.PRICE).stream()
                .map(kind ->
                        ledger.acknowledged(kind).size() + " " + kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String row(Phase phase, List<Attempt> attempts) {
        List<Long> times = attempts.stream().map(Attempt::milliseconds).sorted().toList();
        return "| %s | %d s | %d | %s | %s | %s ms | %s ms | %s ms |"
                .formatted(
                        phase.fault().description,
                        Duration.between(phase.start(), phase.end()).toSeconds(),
                        attempts.size(),
                        failures(attempts),
                        lastFailure(phase.start(), attempts),
                        at(times, 50),
                        at(times, 99),
                        at(times, 100));
    }

    private static String failures(List<Attempt> attempts) {
        List<Attempt> failed = attempts.stream().filter(Attempt::failed).toList();
        return failed.isEmpty()
                ? "0"
                : failed.size() + " ("
                        + failed.stream()
                                .collect(Collectors.groupingBy(Attempt::status, Collectors.counting()))
                                .entrySet()
                                .stream()
                                .map(one -> one.getValue() + " × " + (one.getKey() == 0 ? "no response" : one.getKey()))
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static String lastFailure(Instant start, List<Attempt> attempts) {
        return attempts.stream()
                .filter(Attempt::failed)
                .map(one -> one.intended().plusMillis(one.milliseconds()))
                .max(Comparator.naturalOrder())
                .map(last -> Duration.between(start, last).toMillis() / 1_000.0 + " s")
                .orElse("none");
    }

    private static String at(List<Long> sorted, int percent) {
        return sorted.isEmpty()
                ? "-"
                : String.valueOf(sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)));
    }

    private static String verdict(List<String> findings) {
        return findings.isEmpty()
                ? "The ledger, the three databases and the three reconciliations agree."
                : findings.size() + " findings:\n"
                        + findings.stream().limit(50).map(one -> "- " + one).collect(Collectors.joining("\n"));
    }
}
