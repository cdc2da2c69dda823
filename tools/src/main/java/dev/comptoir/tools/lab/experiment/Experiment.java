package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.UserError;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The questions, in the order in which they are put: the one that asks for other settings comes last. */
public enum Experiment {
    RAMP,
    SCALING,
    STRATEGIES,
    LOSS,
    ENDURANCE,
    CACHES;

    /** {@code ramp}: as people and files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void run(Bench bench) {
        switch (this) {
            case RAMP -> Ramp.run(bench);
            case SCALING -> Scaling.run(bench);
            case STRATEGIES -> Strategies.run(bench);
            case CACHES -> Caches.run(bench);
            case LOSS -> Loss.run(bench);
            case ENDURANCE -> Endurance.run(bench);
        }
    }

    /** @param word {@code all}, or one or more with commas between */
    public static List<Experiment> named(String word) {
        if (word.equals("all")) {
            return List.of(values());
        }
        return Stream.of(word.split(",", -1)).map(Experiment::one).toList();
    }

    private static Experiment one(String word) {
        return Stream.of(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UserError("EXPERIMENT: all is expected, or "
                        + Stream.of(values()).map(Experiment::word).collect(Collectors.joining(", "))));
    }
}
