package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.UserError;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In the order in which they run: the one that restarts a shared cluster with other settings comes last. */
public enum Experiment {
    RAMP,
    SCALING,
    STRATEGIES,
    LOSS,
    ENDURANCE,
    CACHES;

    /** {@code ramp}: its name on the command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void run(LabRun lab) {
        switch (this) {
            case RAMP -> Ramp.run(lab);
            case SCALING -> Scaling.run(lab);
            case STRATEGIES -> Strategies.run(lab);
            case CACHES -> Caches.run(lab);
            case LOSS -> Loss.run(lab);
            case ENDURANCE -> Endurance.run(lab);
        }
    }

    /** @param word {@code all}, or one or more separated by commas */
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
                .orElseThrow(() -> new UserError("The experiment is all, or one or more of "
                        + Stream.of(values()).map(Experiment::word).collect(Collectors.joining(", "))));
    }
}
