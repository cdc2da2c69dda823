package dev.comptoir.tools.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next command must know of the cluster; kept in {@code state.json}.
 *
 * @param port where Traefik listens for clients
 * @param insidePort where Traefik listens for the services themselves, on the loopback only, without TLS
 * @param adminPort where Traefik's dashboard, metrics and API answer, on the loopback only
 * @param weights by instance, for {@code wrr}; an instance that is not named has 1
 * @param certificate PEM file, empty without TLS
 * @param key PEM file, empty without TLS
 * @param homes by service: where its data is
 * @param databasePassword of the given server's three roles; empty when the server is ours
 */
public record ClusterState(
        int port,
        int insidePort,
        int adminPort,
        Strategy strategy,
        Map<String, Integer> weights,
        String certificate,
        String key,
        Map<String, String> homes,
        String databasePassword,
        List<Running> processes) {
    public static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    private static final int NOTHING_LISTENS = 1;
    static final String PROXY = "traefik";
    static final String POSTGRES = "postgres";

    boolean tls() {
        return !certificate.isEmpty();
    }

    /** Where clients reach all services, without a path. */
    public String address() {
        return (tls() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** Where the services reach each other. */
    public String inside() {
        return "http://127.0.0.1:" + insidePort;
    }

    /** Where Traefik tells of itself. */
    public String admin() {
        return "http://127.0.0.1:" + adminPort;
    }

    public List<Running> instances(String service) {
        return processes.stream()
                .filter(one -> one.service().equals(service))
                .sorted(Comparator.comparingInt(ClusterState::number))
                .toList();
    }

    static int number(Running instance) {
        return Integer.parseInt(instance.name().substring(instance.name().lastIndexOf('-') + 1));
    }

    public Optional<Running> named(String name) {
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

    /** The same with a service at an address where nothing listens. */
    ClusterState cutOff(String service) {
        return with(processes.stream()
                .map(one -> one.service().equals(service) ? one.at(NOTHING_LISTENS) : one)
                .toList());
    }

    /** The same with other shares, and with some instances reached at other ports. */
    ClusterState balanced(Strategy other, Map<String, Integer> shares, Map<String, Integer> detours) {
        return new ClusterState(
                port,
                insidePort,
                adminPort,
                other,
                shares,
                certificate,
                key,
                homes,
                databasePassword,
                processes.stream()
                        .map(one -> one.at(detours.getOrDefault(one.name(), one.port())))
                        .toList());
    }

    private ClusterState with(List<Running> some) {
        return new ClusterState(
                port,
                insidePort,
                adminPort,
                strategy,
                weights,
                certificate,
                key,
                homes,
                databasePassword,
                List.copyOf(some));
    }
}
