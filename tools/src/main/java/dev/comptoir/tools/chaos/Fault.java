package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is done to the cluster while people work. */
enum Fault {
    NONE("nothing happens"),
    KILL("kill -9 of one instance, started again, in turn"),
    STOP("an instance of logistics stopped in order, then started again"),
    PAUSE("one instance of each service frozen, then going on"),
    ROLLING("all instances restarted, one after another"),
    TRAEFIK("Traefik restarted"),
    POSTGRES_RESTART("PostgreSQL restarted"),
    POSTGRES_KILL("PostgreSQL killed by -9, and recovered"),
    NETWORK("logistics cut off the network, then reachable"),
    HEADOFFICE("the head office away, then back"),
    MIXED("an instance killed and one frozen while PostgreSQL restarts and a service rolls");

    /** A slow machine takes long to start an instance again. */
    private static final Duration KILLING = Duration.ofMinutes(6);

    /** How long a killed process is not started again. */
    private static final Duration UNNOTICED = Duration.ofSeconds(2);

    private static final List<String> SERVICES = List.of("store", "headoffice", "logistics");

    final String description;

    Fault(String description) {
        this.description = description;
    }

    /** @param word {@code postgres-kill}; {@code all} for every one */
    static List<Fault> named(String word) {
        if (word.equals("all")) {
            return List.of(values());
        }
        return Stream.of(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .map(fault -> List.of(NONE, fault))
                .orElseThrow(() -> new UserError("FAULT: all is expected, or one of "
                        + Stream.of(values()).map(Fault::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How long and how often.
     *
     * @param kills how many instances are killed, as far as six minutes suffice
     * @param calm after a fault
     * @param frozen how long a pause or a cut lasts
     * @param away how long the head office is not there
     */
    record Pace(int kills, Duration calm, Duration frozen, Duration away) {
        static final Pace FULL = new Pace(20, Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(2));
    }

    void strike(Cluster cluster, Pace pace) {
        switch (this) {
            case NONE -> {}
            case KILL -> kill(cluster, pace);
            case STOP -> cluster.restart("logistics-2");
            case PAUSE -> pause(cluster, pace);
            case ROLLING -> SERVICES.forEach(cluster::restart);
            case TRAEFIK -> cluster.restart("traefik");
            case POSTGRES_RESTART -> cluster.restart("postgres");
            case POSTGRES_KILL -> killPostgres(cluster);
            case NETWORK -> network(cluster, pace);
            case HEADOFFICE -> headOfficeAway(cluster, pace);
            case MIXED -> mixed(cluster);
        }
    }

    private static List<String> instances(Cluster cluster) {
        ClusterState state = cluster.state();
        return SERVICES.stream()
                .flatMap(service -> state.instances(service).stream())
                .map(ClusterProcess::name)
                .toList();
    }

    private static void kill(Cluster cluster, Pace pace) {
        List<String> all = instances(cluster);
        Instant limit = Instant.now().plus(KILLING);
        for (int round = 0; round < pace.kills() && Instant.now().isBefore(limit); round++) {
            String name = all.get(round % all.size());
            cluster.kill(name);
            Pause.of(UNNOTICED);
            cluster.restart(name);
        }
    }

    private static void pause(Cluster cluster, Pace pace) {
        List<String> frozen = List.of("store-1", "headoffice-1", "logistics-1");
        frozen.forEach(cluster::pause);
        Pause.of(pace.frozen());
        frozen.forEach(cluster::resume);
    }

    private static void killPostgres(Cluster cluster) {
        cluster.kill("postgres");
        Pause.of(UNNOTICED);
        cluster.restart("postgres");
    }

    private static void network(Cluster cluster, Pace pace) {
        cluster.disconnect("logistics");
        Pause.of(pace.frozen());
        cluster.restoreRoutes();
    }

    private static void headOfficeAway(Cluster cluster, Pace pace) {
        List<String> all = cluster.state().instances("headoffice").stream()
                .map(ClusterProcess::name)
                .toList();
        all.forEach(cluster::kill);
        Pause.of(pace.away());
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
