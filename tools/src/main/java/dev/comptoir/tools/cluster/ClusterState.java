package dev.comptoir.tools.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one command leaves for the next; stored in {@code state.json}. */
public record ClusterState(
        Ports ports, Balancing balancing, Optional<Tls> tls, Database database, List<ClusterProcess> processes) {
    public static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    static final String TRAEFIK = "traefik";
    static final String POSTGRES = "postgres";

    /** Nothing listens here. */
    private static final int CLOSED_PORT = 1;

    /**
     * Where Traefik listens.
     *
     * @param clients with TLS if the cluster has a certificate
     * @param services for the services themselves, on the loopback only, without TLS
     * @param admin dashboard, metrics and API, on the loopback only
     */
    public record Ports(int clients, int services, int admin) {}

    /** Where clients reach all services, without a path. */
    public String address() {
        return (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + ports.clients();
    }

    /** Where the services reach each other. */
    public String internalAddress() {
        return "http://127.0.0.1:" + ports.services();
    }

    /** Where Traefik's API and metrics are. */
    public String adminAddress() {
        return "http://127.0.0.1:" + ports.admin();
    }

    /** In the order of their numbers. */
    public List<ClusterProcess> instances(String service) {
        return processes.stream()
                .filter(one -> one.service().equals(service))
                .sorted(Comparator.comparingInt(ClusterState::number))
                .toList();
    }

    /** Of all services. */
    public List<ClusterProcess> instances() {
        return SERVICES.stream().flatMap(service -> instances(service).stream()).toList();
    }

    static int number(ClusterProcess instance) {
        return Integer.parseInt(instance.name().substring(instance.name().lastIndexOf('-') + 1));
    }

    public Optional<ClusterProcess> find(String name) {
        return processes.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The same with a process added, or replaced if there is one of that name. */
    ClusterState with(ClusterProcess process) {
        return withProcesses(Stream.concat(without(process.name()).processes().stream(), Stream.of(process)));
    }

    ClusterState without(String name) {
        return withProcesses(processes.stream().filter(one -> !one.name().equals(name)));
    }

    /** The same with a service at a port where nothing listens. */
    ClusterState disconnected(String service) {
        return withProcesses(
                processes.stream().map(one -> one.service().equals(service) ? one.withPort(CLOSED_PORT) : one));
    }

    /** The same with another way of balancing, and some instances reached through other ports. */
    ClusterState balanced(Balancing other, Map<String, Integer> proxies) {
        List<ClusterProcess> reached = processes.stream()
                .map(one -> one.withPort(proxies.getOrDefault(one.name(), one.port())))
                .toList();
        return new ClusterState(ports, other, tls, database, reached);
    }

    private ClusterState withProcesses(Stream<ClusterProcess> some) {
        return new ClusterState(ports, balancing, tls, database, some.toList());
    }
}
