package dev.comptoir.tools.bench;

import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Workload;
import java.time.Duration;
import java.util.List;

/**
 * Requests at a constant rate, or in a closed loop.
 *
 * @param rate per second; 0 for a closed loop
 * @param users of the closed loop
 */
record CostLoad(Workload workload, int rate, int users) {

    /** Returns when the last request has ended. */
    Outcomes run(Duration time) {
        Generator.Plan plan = new Generator.Plan(
                List.of(Arrivals.constant("request", Math.max(rate, 1), workload)), Duration.ZERO, time);
        Generator generator = new Generator(plan);
        return (rate == 0 ? generator.saturate(users) : generator.run()).all();
    }

    String words() {
        return rate == 0 ? "closed loop, %d registers".formatted(users) : "constant, %d/s".formatted(rate);
    }
}
