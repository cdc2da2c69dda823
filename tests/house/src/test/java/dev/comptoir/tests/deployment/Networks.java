package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who shares a network with whom in Compose, and what the world reaches. */
final class Networks {
    /** They are made for people. */
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
                faults.unless(isInternal(compose, network), database.title(), "reaches the world");
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
            service.says().path("ports").forEach(port -> {
                faults.unless(open, service.title(), "is open to the world");
                faults.unless(
                        port.path("host_ip").asString("").equals("127.0.0.1"),
                        service.title(),
                        "is open to other machines by default");
                faults.unless(
                        Addresses.doors(compose, service)
                                .contains(port.path("target").asInt(0)),
                        service.title(),
                        "is open where it does not listen");
            });
            faults.unless(
                    open || service.networks().stream().allMatch(one -> isInternal(compose, one)),
                    service.title(),
                    "reaches the world");
        });
        return faults.all();
    }
}
