package dev.comptoir.tools.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The most processor time that a request may take in some of the processes.
 *
 * @param words what the processes are called in the table
 * @param parts names in the map of {@link ClusterCost#processorTime}; all but the generator when empty
 * @param milliseconds of all parts together, per request
 */
record Budget(String words, List<String> parts, double milliseconds) {
    static Budget of(String words, double milliseconds, String... parts) {
        return new Budget(words, Arrays.asList(parts), milliseconds);
    }

    /** What the parts took together. */
    double sum(Map<String, Double> byPart) {
        return byPart.entrySet().stream()
                .filter(part ->
                        parts.isEmpty() ? ClusterCost.isPartOfTheSystem(part.getKey()) : parts.contains(part.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
