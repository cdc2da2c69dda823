package dev.comptoir.tools.lab.experiment;

import java.time.Duration;
import java.util.List;

/**
 * How much time the experiments take.
 *
 * @param window how long one arm is measured in one round
 * @param warmUp before each of them
 * @param sales stored before the first measurement
 * @param halvings of the step between a rate that was borne and one that was not, in a search for the highest
 * @param endurance how long the chain is watched at half of what it bears
 * @param highestRate of each scenario, beyond which no rate is tried
 */
public record Pace(
        String word,
        Duration window,
        Duration warmUp,
        int rounds,
        int sales,
        int halvings,
        Duration endurance,
        int highestRate) {
    public static final Pace FULL = new Pace(
            "full", Duration.ofSeconds(10), Duration.ofSeconds(3), 3, 10_000, 2, Duration.ofMinutes(10), 12_800);
    public static final Pace QUICK =
            new Pace("quick", Duration.ofSeconds(3), Duration.ofSeconds(1), 1, 200, 1, Duration.ofSeconds(24), 3_200);

    boolean isFull() {
        return rounds > 1;
    }

    /** Whether one cluster serves all experiments, since starts and warm-ups take longer than short windows. */
    boolean sharesCluster() {
        return !isFull();
    }

    /** Which arms that need clusters of their own stand side by side: all, or each alone. */
    <T> List<List<T>> sideBySide(List<T> arms) {
        return sharesCluster() ? arms.stream().map(List::of).toList() : List.of(arms);
    }
}
