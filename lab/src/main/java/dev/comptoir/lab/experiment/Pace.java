package dev.comptoir.lab.experiment;

import java.time.Duration;

/**
 * How much time the experiments take.
 *
 * @param window how long one arm is measured in one round
 * @param warmUp before each of them
 * @param sales stored before the first measurement
 * @param endurance how long the chain is watched at half of what it bears
 * @param highestRate of each scenario, beyond which no rate is tried
 */
public record Pace(
        String word, Duration window, Duration warmUp, int rounds, int sales, Duration endurance, int highestRate) {
    public static final Pace FULL =
            new Pace("full", Duration.ofSeconds(10), Duration.ofSeconds(3), 3, 10_000, Duration.ofMinutes(10), 12_800);
    public static final Pace QUICK =
            new Pace("quick", Duration.ofSeconds(3), Duration.ofSeconds(1), 1, 500, Duration.ofSeconds(40), 3_200);

    boolean isFull() {
        return rounds > 1;
    }
}
