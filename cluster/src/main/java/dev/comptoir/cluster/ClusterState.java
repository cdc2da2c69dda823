package dev.comptoir.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next command must know of the cluster; kept in {@code state.json}.
 *
 * @param port where Traefik listens for clients
 * @param adminPort where Traefik's dashboard, metrics and API answer, on the loopback only
 * @param weights by instance, for {@code wrr}; an instance that is not named has 1
 * @param certificate PEM file, empty without TLS
 * @param key PEM file, empty without TLS
 * @param homes by service: where its data is
 */
record ClusterState(
        int port,
        int adminPort,
        Strategy strategy,
        Map<String, Integer> weights,
        String certificate,
        String key,
        Map<String, String> homes,
        List<Running> processes) {
    static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    static final String PROXY = "traefik";

    boolean tls() {
        return !certificate.isEmpty();
    }

    /** Where clients reach all services, without a path. */
    String address() {
        return (tls() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    List<Running> instances(String service) {
        return processes.stream()
                .filter(one -> one.service().equals(service))
                .sorted(Comparator.comparingInt(ClusterState::number))
                .toList();
    }

    static int number(Running instance) {
        return Integer.parseInt(instance.name().substring(instance.name().lastIndexOf('-') + 1));
    }

    Optional<Running> named(String name) {
        return processes.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The same with one process more, or again. */
    ClusterState with(Running process) {
        List<Running> all = new ArrayList<>(without(process.name()).processes());
        all.add(process);
        return with(all);
    }

    ClusterState without(String name) {
        return with(processes.stream().filter(one -> !one.name().equals(name)).toList());
    }

    private ClusterState with(List<Running> some) {
        return new ClusterState(port, adminPort, strategy, weights, certificate, key, homes, List.copyOf(some));
    }
}
