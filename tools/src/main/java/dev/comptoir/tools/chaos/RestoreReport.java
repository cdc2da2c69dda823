package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.RestoreDrill.Held;
import dev.comptoir.tools.chaos.RestoreDrill.Moments;
import dev.comptoir.tools.chaos.RestoreDrill.Result;
import dev.comptoir.tools.chaos.Snapshot.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of a drill in Markdown: RPO, RTO and what differs. */
final class RestoreReport {
    private static final int DIFFERENCE_LENGTH = 300;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]+|S[0-9]+[-/0-9R]*|[0-9]+");

    private RestoreReport() {}

    static String of(List<Result> results) {
        Stream<String> head = Stream.of(
                "| restored | RPO | missing after the restore | came back | RTO: database open | first write accepted"
                        + " | all agree | verdict |",
                "|---|---|---|---|---|---|---|---|");
        Stream<String> differences = results.stream()
                .flatMap(result -> Stream.of(
                        list("Named to people", result, result.named()),
                        list("Unexplained", result, alike(result.unexplained()))))
                .filter(list -> !list.isEmpty());
        return Stream.of(head, results.stream().map(RestoreReport::row), differences)
                .flatMap(part -> part)
                .collect(Collectors.joining("\n"));
    }

    private static String row(Result result) {
        Moments moments = result.moments();
        Held held = result.held();
        return "| %s to %s | %s (archive: %s) | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        result.service(),
                        moments.target(),
                        seconds(moments.target(), moments.lost()),
                        seconds(moments.archived(), moments.lost()),
                        missing(held),
                        cameBack(held),
                        seconds(moments.lost(), moments.open()),
                        seconds(moments.lost(), moments.served()),
                        result.unexplained().isEmpty() ? seconds(moments.lost(), result.agreed()) : "never",
                        verdict(result));
    }

    private static String verdict(Result result) {
        if (!result.unexplained().isEmpty()) {
            return result.unexplained().size() + " unexplained differences";
        }
        return result.named().isEmpty()
                ? "agree"
                : "agree, except for what is named to people: " + result.named().size() + " differences";
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / 1000.0);
    }

    private static String missing(Held held) {
        return counts(held, (rows, row) -> true);
    }

    private static String cameBack(Held held) {
        return counts(
                held,
                (rows, row) -> row.getValue().equals(held.atEnd().get(rows).get(row.getKey())));
    }

    /** Of the rows that the restored service lacked at its start. */
    private static String counts(Held held, BiPredicate<Rows, Map.Entry<String, String>> counted) {
        return held.atLoss().rows().keySet().stream()
                .map(rows -> held.missing(rows).entrySet().stream()
                                .filter(row -> counted.test(rows, row))
                                .count()
                        + " " + words(rows))
                .collect(Collectors.joining(", "));
    }

    private static String words(Rows rows) {
        return switch (rows) {
            case SALE_KEYS, SALES_AT_HEAD_OFFICE -> "sales";
            case REFUNDS, REFUNDS_AT_HEAD_OFFICE -> "refunds";
            case ORDERS, ORDERS_AT_LOGISTICS -> "restock orders";
            case SHIPMENTS -> "shipments";
            case PRODUCT_VERSIONS -> "product changes";
            default -> rows.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String list(String kind, Result result, List<String> differences) {
        return differences.isEmpty()
                ? ""
                : differences.stream()
                        .map(difference -> "- " + difference)
                        .collect(Collectors.joining(
                                "\n", "\n%s after the restore of %s:\n".formatted(kind, result.service()), ""));
    }

    /** Differences that differ in numbers and ids only are counted, with one example. */
    private static List<String> alike(List<String> differences) {
        Map<String, List<String>> kinds = differences.stream()
                .collect(Collectors.groupingBy(
                        difference -> ID.matcher(difference).replaceAll("…"), TreeMap::new, Collectors.toList()));
        return kinds.values().stream()
                .map(alike -> alike.size() + " × " + shortened(alike.getFirst()))
                .toList();
    }

    private static String shortened(String difference) {
        return difference.substring(0, Math.min(difference.length(), DIFFERENCE_LENGTH));
    }
}
