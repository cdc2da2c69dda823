package dev.comptoir.tools.lab.experiment;

import java.time.Duration;
import java.util.List;

/**
 * How much time the experiments take.
 *
 * @param window the length of a measurement
 * @param warmUp before each measurement
 * @param sales stored before the first measurement
 * @param halvings of the step between a sustained rate and one that was not, in a search for the capacity
 * @param endurance how long the endurance experiment measures
 * @param highestRate of each workload that is tried
 */
public record Pace(
        String word,
        Duration window,
        Duration warmUp,
        int repetitions,
        int sales,
        int halvings,
        Duration endurance,
        int highestRate) {
    public static final Pace FULL = new Pace(
            "full", Duration.ofSeconds(10), Duration.ofSeconds(3), 3, 10_000, 2, Duration.ofMinutes(10), 12_800);
    public static final Pace QUICK =
            new Pace("quick", Duration.ofSeconds(3), Duration.ofSeconds(1), 1, 200, 1, Duration.ofSeconds(24), 3_200);

    boolean isFull() {
        return repetitions > 1;
    }

    /** Whether all experiments share one cluster, since starts and warm-ups take longer than short windows. */
    boolean sharesCluster() {
        return !isFull();
    }

    /** The variants whose clusters run at the same time: all, or one after another. */
    <T> List<List<T>> sideBySide(List<T> variants) {
        return sharesCluster() ? variants.stream().map(List::of).toList() : List.of(variants);
    }
}
