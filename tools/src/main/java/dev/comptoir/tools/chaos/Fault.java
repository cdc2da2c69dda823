package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.cluster.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What chaos does to the cluster under load. */
enum Fault {
    NONE("no fault"),
    KILL("instances killed and restarted, one after another"),
    STOP("an instance of logistics stopped in order and restarted"),
    PAUSE("one instance of each service frozen, then resumed"),
    ROLLING("all instances restarted, one after another"),
    TRAEFIK("Traefik restarted"),
    POSTGRES_RESTART("PostgreSQL restarted"),
    POSTGRES_KILL("PostgreSQL killed and restarted"),
    NETWORK("logistics cut off the network, then reconnected"),
    HEADOFFICE("all instances of the head office killed, later restarted"),
    MIXED("one instance killed and one frozen, while PostgreSQL and a service restart");

    /** A slow machine takes long to restart an instance. */
    private static final Duration KILL_LIMIT = Duration.ofMinutes(6);

    /** How long a killed process stays down. */
    private static final Duration DOWN = Duration.ofSeconds(2);

    final String description;

    Fault(String description) {
        this.description = description;
    }

    /** @param word {@code postgres-kill}; {@code all} for all faults */
    static List<Fault> named(String word) {
        if (word.equals("all")) {
            return List.of(values());
        }
        return Stream.of(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .map(fault -> List.of(NONE, fault))
                .orElseThrow(() -> new UserError("--fault: expected all, or one of "
                        + Stream.of(values()).map(Fault::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How often and how long.
     *
     * @param kills how many instances are killed, unless that takes more than six minutes
     * @param recovery the time without a fault after each one
     * @param outage how long instances are frozen or cut off
     * @param absence how long the head office is down
     * @param saturation how long the capacity is measured, after as long a warm-up; whole seconds
     */
    record Timing(int kills, Duration recovery, Duration outage, Duration absence, Duration saturation) {
        static final Timing FULL = new Timing(
                20, Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofSeconds(8));
    }

    void inject(Cluster cluster, Timing timing) {
        switch (this) {
            case NONE -> {}
            case KILL -> kill(cluster, timing);
            case STOP -> cluster.restart("logistics-2");
            case PAUSE -> pause(cluster, timing);
            case ROLLING -> ClusterState.SERVICES.forEach(cluster::restart);
            case TRAEFIK -> cluster.restart("traefik");
            case POSTGRES_RESTART -> cluster.restart("postgres");
            case POSTGRES_KILL -> killAndRestart(cluster, "postgres");
            case NETWORK -> network(cluster, timing);
            case HEADOFFICE -> headOfficeDown(cluster, timing);
            case MIXED -> mixed(cluster);
        }
    }

    private static void kill(Cluster cluster, Timing timing) {
        List<String> all = names(cluster.state().instances());
        Instant limit = Instant.now().plus(KILL_LIMIT);
        for (int round = 0; round < timing.kills() && Instant.now().isBefore(limit); round++) {
            killAndRestart(cluster, all.get(round % all.size()));
        }
    }

    private static void killAndRestart(Cluster cluster, String process) {
        cluster.kill(process);
        Pause.of(DOWN);
        cluster.restart(process);
    }

    private static List<String> names(List<ClusterProcess> processes) {
        return processes.stream().map(ClusterProcess::name).toList();
    }

    private static void pause(Cluster cluster, Timing timing) {
        List<String> frozen = List.of("store-1", "headoffice-1", "logistics-1");
        frozen.forEach(cluster::pause);
        Pause.of(timing.outage());
        frozen.forEach(cluster::resume);
    }

    private static void network(Cluster cluster, Timing timing) {
        cluster.disconnect("logistics");
        Pause.of(timing.outage());
        cluster.restoreRoutes();
    }

    private static void headOfficeDown(Cluster cluster, Timing timing) {
        List<String> all = names(cluster.state().instances("headoffice"));
        all.forEach(cluster::kill);
        Pause.of(timing.absence());
        all.forEach(cluster::restart);
    }

    private static void mixed(Cluster cluster) {
        cluster.kill("store-1");
        cluster.pause("logistics-1");
        cluster.restart("postgres");
        cluster.restart("store-1");
        cluster.restart("headoffice");
        cluster.resume("logistics-1");
    }
}
