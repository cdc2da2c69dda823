package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Networks that Compose services share, and ports that are published. */
final class Networks {
    /** Services that people open in a browser. */
    private static final Set<String> OPEN = Set.of("traefik", "grafana");

    private Networks() {}

    static List<String> closed(Compose compose) {
        Faults faults = new Faults();
        compose.databases().forEach(database -> {
            String owner = database.name().replaceFirst("-db$", "");
            faults.unless(database.networks().size() == 1, database.title(), "is on several networks");
            database.networks().forEach(network -> {
                Set<String> there = compose.on(network).map(Service::name).collect(Collectors.toSet());
                faults.unless(
                        there.equals(Set.of(owner, database.name())),
                        database.title(),
                        "is on a network with " + there);
                faults.unless(isInternal(compose, network), database.title(), "has access to the internet");
            });
        });
        return faults.all();
    }

    private static boolean isInternal(Compose compose, String network) {
        return compose.network(network).path("internal").asBoolean(false);
    }

    static List<String> published(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            boolean open = OPEN.contains(service.name());
            service.definition().path("ports").forEach(port -> {
                faults.unless(open, service.title(), "publishes a port");
                faults.unless(
                        port.path("host_ip").asString("").equals("127.0.0.1"),
                        service.title(),
                        "publishes on all interfaces by default");
                faults.unless(
                        Addresses.listeningPorts(compose, service)
                                .contains(port.path("target").asInt(0)),
                        service.title(),
                        "publishes a port on which nothing listens");
            });
            faults.unless(
                    open || service.networks().stream().allMatch(one -> isInternal(compose, one)),
                    service.title(),
                    "has access to the internet");
        });
        return faults.all();
    }
}
