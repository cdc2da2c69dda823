package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Snapshot.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sales and refunds that a restored store has lost and the head office has kept. They must differ, and the reconciliation of
 * the head office must name each of them to people.
 *
 * @param names as the reconciliation must name them: one text for each register and kind of entry
 */
record LostEntries(Set<String> names) {
    private static final String RULE = "Every store has its sales, refunds, Z reports and stock counts that are here";
    private static final Pattern NUMBER = Pattern.compile("(.+)-([0-9]+)-R?[0-9]+([.][0-9]+)?");

    /** @param unexplained what no lost entry explains, and lost entries without a name */
    record Verdict(List<String> named, List<String> unexplained) {}

    static LostEntries of(Snapshot snapshot) {
        Map<String, TreeSet<String>> numbers = new TreeMap<>();
        snapshot.get(Rows.LOST_SALES).keySet().forEach(number -> add(numbers, number, "sales"));
        snapshot.get(Rows.LOST_REFUNDS).keySet().forEach(number -> add(numbers, number, "refunds"));
        return new LostEntries(numbers.entrySet().stream()
                .map(register -> name(register.getKey(), register.getValue()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void add(Map<String, TreeSet<String>> numbers, String number, String kind) {
        Matcher parts = NUMBER.matcher(number);
        if (!parts.matches()) {
            throw new IllegalStateException("not the number of a sale or refund: " + number);
        }
        String register = "store %s register %s: %s".formatted(parts.group(1), parts.group(2), kind);
        numbers.computeIfAbsent(register, any -> new TreeSet<>()).add(number);
    }

    private static String name(String register, TreeSet<String> numbers) {
        return "%s %s to %s only at the head office (%d): the store was restored"
                .formatted(register, numbers.first(), numbers.last(), numbers.size());
    }

    /** Separates the differences that name lost entries from all others. */
    Verdict judge(List<ReconciliationDifference> differences) {
        List<String> named = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        for (ReconciliationDifference difference : differences) {
            String name = difference.subject() + ": " + difference.found();
            if (difference.rule().equals(RULE) && names.contains(name)) {
                named.add(name);
            } else {
                unexplained.add(difference.text());
            }
        }
        names.stream()
                .filter(name -> !named.contains(name))
                .map(name -> "not named by the reconciliation: " + name)
                .forEach(unexplained::add);
        return new Verdict(List.copyOf(named), List.copyOf(unexplained));
    }
}
