package dev.comptoir.tests.deployment;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Upgrades and drained nodes drop no request; databases have enough connections and are backed up. */
final class Availability {
    /** Each instance opens one connection for notifications and one for gauges beside its pool. */
    private static final int BESIDE_THE_POOL = 2;

    /** For PostgreSQL, CloudNativePG and an administrator. */
    private static final int RESERVED = 15;

    private Availability() {}

    static void interrupted(Manifests manifests, Faults faults) {
        manifests.ofKind("Deployment").forEach(deployment -> {
            String title = Manifests.title(deployment);
            faults.unless(instances(manifests, deployment, "minReplicas") >= 2, title, "has no second instance");
            faults.unless(
                    manifests
                            .ofKind("PodDisruptionBudget")
                            .anyMatch(budget -> budget.at("/spec/selector").equals(deployment.at("/spec/selector"))),
                    title,
                    "has no disruption budget");
        });
        Settings.killedTooEarly(manifests, faults);
    }

    /** @param limit the field of an autoscaler: the fewest or the most instances */
    private static int instances(Manifests manifests, JsonNode deployment, String limit) {
        return withValue(manifests, "HorizontalPodAutoscaler", "/spec/scaleTargetRef/name", Manifests.name(deployment))
                .map(scaler -> scaler.at("/spec/" + limit).asInt(1))
                .findFirst()
                .orElseGet(() -> deployment.at("/spec/replicas").asInt(1));
    }

    private static Stream<ObjectNode> withValue(Manifests manifests, String kind, String place, String value) {
        return manifests.ofKind(kind).filter(one -> one.at(place).asString("").equals(value));
    }

    static void tooFewConnections(Manifests manifests, Faults faults) {
        manifests.ofKind("Deployment").forEach(deployment -> {
            String database = Manifests.name(deployment) + "-db";
            int surge = deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt(0);
            int instances = instances(manifests, deployment, "maxReplicas") + surge;
            int needed = instances * (Settings.read(deployment).database().pool() + BESIDE_THE_POOL) + RESERVED;
            int limit = Integer.parseInt(manifests
                    .one("Cluster", database)
                    .at("/spec/postgresql/parameters/max_connections")
                    .asString("100"));
            faults.unless(
                    needed <= limit,
                    database,
                    "gives %d connections, and %d instances need %d".formatted(limit, instances, needed));
        });
    }

    static void withoutBackup(Manifests manifests, Faults faults) {
        manifests.ofKind("Cluster").forEach(cluster -> {
            String name = Manifests.name(cluster);
            boolean archived = cluster.at("/spec/plugins")
                    .valueStream()
                    .filter(plugin -> plugin.path("isWALArchiver").asBoolean(false))
                    .map(plugin -> plugin.at("/parameters/barmanObjectName").asString(""))
                    .anyMatch(store -> withValue(manifests, "ObjectStore", "/metadata/name", store)
                            .findAny()
                            .isPresent());
            faults.unless(archived, name, "archives no WAL");
            boolean scheduled = withValue(manifests, "ScheduledBackup", "/spec/cluster/name", name)
                    .map(backup -> backup.path("spec"))
                    .anyMatch(spec -> spec.path("method").asString("").equals("plugin")
                            && spec.path("schedule").asString("").split(" ").length == 6);
            faults.unless(scheduled, name, "is not backed up");
        });
    }
}
