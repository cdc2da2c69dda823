package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Addresses and networks of the Compose files: a host that is named exists, listens on the port and is reachable. */
final class Addresses {
    static final String TRAEFIK = "traefik/traefik.yml";
    static final String PROMETHEUS = "prometheus/prometheus-compose.yml";

    /** Services that people open in a browser. */
    private static final Set<String> PUBLIC = Set.of("traefik", "grafana");

    private static final String PORT_LABEL = "traefik.http.services.%s.loadbalancer.server.port";
    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://([a-z0-9.-]+):(\\d+)");
    private static final Pattern BIND = Pattern.compile("bind :(\\d+)");

    private Addresses() {}

    static void unresolved(Compose compose, Faults faults) {
        compose.services().forEach(from -> {
            String texts = String.join(
                    " ", Stream.concat(from.words(), fromFiles(compose, from)).toList());
            ADDRESS.matcher(texts)
                    .results()
                    .forEach(to -> faults.unless(
                            resolves(compose, from, to.group(1), Integer.parseInt(to.group(2))),
                            from.title(),
                            "connects to " + to.group(1) + ":" + to.group(2) + " without success"));
        });
    }

    /** The addresses in the configuration files of a service. */
    private static Stream<String> fromFiles(Compose compose, Service from) {
        return switch (from.name()) {
            case "prometheus" -> scraped(compose).map(target -> "http://" + target);
            case "traefik" ->
                Stream.concat(
                        Stream.of(compose.file(TRAEFIK)
                                .at("/providers/docker/endpoint")
                                .asString("")),
                        compose.ourServices().map(Addresses::routed));
            default -> Stream.of();
        };
    }

    /** The address that the labels of a service give Traefik. */
    private static String routed(Service service) {
        String port = service.pairs("labels").getOrDefault(PORT_LABEL.formatted(service.name()), "0");
        return "http://" + service.name() + ":" + port;
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

    static boolean resolves(Compose compose, Service from, String host, int port) {
        if (host.equals("127.0.0.1")) {
            return listeningPorts(compose, from).contains(port);
        }
        return compose.has(host)
                && from.sharesNetworkWith(compose.service(host))
                && listeningPorts(compose, compose.service(host)).contains(port);
    }

    private static Set<Integer> listeningPorts(Compose compose, Service service) {
        return switch (service.name()) {
            case "store", "headoffice", "logistics" ->
                Set.of(Settings.read(service.deployed()).http().port());
            case "store-db", "headoffice-db", "logistics-db" -> Set.of(5432);
            case "traefik" ->
                compose.file(TRAEFIK).path("entryPoints").findValuesAsString("address").stream()
                        .map(address -> Integer.valueOf(address.substring(1)))
                        .collect(Collectors.toSet());
            case "docker-api" ->
                BIND.matcher(Compose.text("docker-api/haproxy.cfg"))
                        .results()
                        .map(found -> Integer.valueOf(found.group(1)))
                        .collect(Collectors.toSet());
            case "prometheus" -> Set.of(9090);
            case "grafana" -> Set.of(3000);
            default -> Set.of();
        };
    }

    static void notScraped(Compose compose, Faults faults) {
        List<String> targets = scraped(compose).toList();
        Stream.concat(Settings.SERVICES.stream(), Stream.of("traefik"))
                .forEach(name -> faults.unless(
                        targets.stream().anyMatch(one -> one.startsWith(name + ":")),
                        "service " + name,
                        "is not scraped by Prometheus"));
    }

    /** Traefik connects over one network only; a labelled container outside it is listed but unreachable. */
    static void unroutable(Compose compose, Faults faults) {
        JsonNode network = compose.file(TRAEFIK).at("/providers/docker/network");
        Predicate<Service> attached = service -> service.networks().stream()
                .anyMatch(one -> compose.network(one).path("name").equals(network));
        faults.unless(
                attached.test(compose.service("traefik")), "traefik", "uses a network that it is not attached to");
        compose.services()
                .filter(service -> "true".equals(service.pairs("labels").get("traefik.enable")))
                .forEach(service -> faults.unless(
                        attached.test(service), service.title(), "is not on the network that Traefik uses"));
    }

    static void openDatabases(Compose compose, Faults faults) {
        compose.databases().forEach(database -> {
            Set<String> networks = database.networks();
            Set<String> expected = Set.of(database.name().replaceFirst("-db$", ""), database.name());
            Set<String> attached = compose.services()
                    .filter(database::sharesNetworkWith)
                    .map(Service::name)
                    .collect(Collectors.toSet());
            faults.unless(networks.size() == 1, database.title(), "is on several networks");
            faults.unless(attached.equals(expected), database.title(), "is on a network with " + attached);
            faults.unless(isInternal(compose, database), database.title(), "has access to the internet");
        });
    }

    private static boolean isInternal(Compose compose, Service service) {
        return service.networks().stream()
                .allMatch(one -> compose.network(one).path("internal").asBoolean(false));
    }

    static void wronglyPublished(Compose compose, Faults faults) {
        compose.services().forEach(service -> {
            for (JsonNode port : service.definition().path("ports")) {
                faults.unless(
                        listeningPorts(compose, service)
                                .contains(port.path("target").asInt(0)),
                        service.title(),
                        "publishes a port on which nothing listens");
            }
            faults.unless(
                    PUBLIC.contains(service.name()) || isInternal(compose, service),
                    service.title(),
                    "has access to the internet");
        });
    }
}
