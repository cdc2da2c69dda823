package dev.comptoir.tests.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Addresses that the Compose files name: the host exists, listens on the port, and shares a network with the client. */
final class Addresses {
    static final String TRAEFIK = "traefik/traefik.yml";
    static final String PROMETHEUS = "prometheus/prometheus-compose.yml";
    private static final String PORT_LABEL = "traefik.http.services.%s.loadbalancer.server.port";
    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://([a-z0-9.-]+):(\\d+)");
    private static final Pattern BIND = Pattern.compile("bind :(\\d+)");
    private static final int POSTGRESQL = 5432;

    private Addresses() {}

    private record Connection(Service from, String host, int port) {}

    static List<String> resolve(Compose compose) {
        Faults faults = new Faults();
        connections(compose)
                .forEach(one -> faults.unless(
                        resolves(compose, one.from(), one.host(), one.port()),
                        one.from().title(),
                        "connects to " + one.host() + ":" + one.port() + " without success"));
        return faults.all();
    }

    static boolean resolves(Compose compose, Service from, String host, int port) {
        if (host.equals("127.0.0.1")) {
            return listeningPorts(compose, from).contains(port);
        }
        return compose.has(host)
                && from.sharesWith(compose.service(host))
                && listeningPorts(compose, compose.service(host)).contains(port);
    }

    /** The ports on which a container listens. */
    static Set<Integer> listeningPorts(Compose compose, Service service) {
        return switch (service.name()) {
            case "store", "headoffice", "logistics" ->
                Set.of(Settings.read(service.environment()).http().port());
            case "store-db", "headoffice-db", "logistics-db" -> Set.of(POSTGRESQL);
            case "traefik" ->
                compose.file(TRAEFIK)
                        .path("entryPoints")
                        .valueStream()
                        .map(door -> Integer.valueOf(
                                door.path("address").asString("").substring(1)))
                        .collect(Collectors.toSet());
            case "docker-api" ->
                BIND.matcher(Compose.text("docker-api/haproxy.cfg"))
                        .results()
                        .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                        .collect(Collectors.toSet());
            case "prometheus" -> Set.of(9090);
            case "grafana" -> Set.of(3000);
            default -> Set.of();
        };
    }

    private static List<Connection> connections(Compose compose) {
        List<Connection> all = new ArrayList<>();
        compose.services()
                .forEach(from -> all.addAll(connections(
                        from, Stream.concat(from.words().stream(), from.environment().variables().values().stream()))));
        Service traefik = compose.service("traefik");
        all.addAll(connections(
                traefik,
                Stream.of(compose.file(TRAEFIK).at("/providers/docker/endpoint").asString(""))));
        scraped(compose)
                .forEach(target ->
                        all.addAll(connections(compose.service("prometheus"), Stream.of("http://" + target))));
        compose.ours().forEach(service -> all.add(new Connection(traefik, service.name(), labelled(service))));
        return all;
    }

    private static List<Connection> connections(Service from, Stream<String> texts) {
        return texts.flatMap(text -> ADDRESS.matcher(text).results())
                .map((MatchResult found) -> new Connection(from, found.group(1), Integer.parseInt(found.group(2))))
                .toList();
    }

    /** The port in the label for Traefik. */
    private static int labelled(Service service) {
        return Integer.parseInt(service.pairs("labels").getOrDefault(PORT_LABEL.formatted(service.name()), "0"));
    }

    /** The scrape targets of Prometheus: {@code store:8080}. */
    private static Stream<String> scraped(Compose compose) {
        List<JsonNode> jobs =
                compose.file(PROMETHEUS).path("scrape_configs").valueStream().toList();
        Stream<String> found = jobs.stream()
                .flatMap(job -> job.path("dns_sd_configs").valueStream())
                .flatMap(one -> one.path("names")
                        .valueStream()
                        .map(name -> name.asString("") + ":" + one.path("port").asInt(0)));
        Stream<String> fixed = jobs.stream()
                .flatMap(job -> job.path("static_configs").valueStream())
                .flatMap(one -> one.path("targets").valueStream())
                .map(JsonNode::asString);
        return Stream.concat(found, fixed);
    }

    static List<String> everyServiceIsScraped(Compose compose) {
        Faults faults = new Faults();
        List<String> watched = scraped(compose).toList();
        Stream.concat(compose.ours().map(Service::name), Stream.of("traefik"))
                .forEach(name -> faults.unless(
                        watched.stream().anyMatch(one -> one.startsWith(name + ":")),
                        "service " + name,
                        "is not scraped by Prometheus"));
        return faults.all();
    }

    /** Traefik connects over one network only; a labelled container outside it is listed but unreachable. */
    static List<String> routed(Compose compose) {
        Faults faults = new Faults();
        JsonNode docker = compose.file(TRAEFIK).at("/providers/docker");
        Predicate<Service> common = service -> service.networks().stream()
                .anyMatch(one -> compose.network(one).path("name").equals(docker.path("network")));
        faults.unless(
                !docker.path("exposedByDefault").asBoolean(true), "traefik", "exposes every container by default");
        faults.unless(common.test(compose.service("traefik")), "traefik", "uses a network that it is not attached to");
        compose.services().forEach(service -> {
            boolean wanted = Settings.SERVICES.contains(service.name());
            boolean enabled =
                    service.pairs("labels").getOrDefault("traefik.enable", "").equals("true");
            faults.unless(
                    wanted == enabled, service.title(), wanted ? "is not routed by Traefik" : "is routed by Traefik");
            faults.unless(!enabled || common.test(service), service.title(), "is not on the network that Traefik uses");
        });
        return faults.all();
    }
}
