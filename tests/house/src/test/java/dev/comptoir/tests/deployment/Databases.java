package dev.comptoir.tests.deployment;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Connections, backups and durability of the databases. */
final class Databases {
    /** Each instance opens one connection for notifications and one for gauges beside its pool. */
    private static final int BESIDE_THE_POOL = 2;

    /** For PostgreSQL, CloudNativePG and an administrator. */
    private static final int RESERVED = 15;

    private Databases() {}

    static List<String> connections(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            String database = Manifests.name(deployment) + "-db";
            int surge = deployment
                    .path("spec")
                    .path("strategy")
                    .path("rollingUpdate")
                    .path("maxSurge")
                    .asInt(0);
            int instances = Rollout.most(manifests, deployment) + surge;
            int wanted = instances * (Settings.read(deployment).database().pool() + BESIDE_THE_POOL) + RESERVED;
            int given = Integer.parseInt(spec(manifests, database)
                    .path("postgresql")
                    .path("parameters")
                    .path("max_connections")
                    .asString("100"));
            faults.unless(
                    wanted <= given,
                    database,
                    "gives %d connections, and %d instances need %d".formatted(given, instances, wanted));
        });
        return faults.all();
    }

    private static JsonNode spec(Manifests manifests, String database) {
        return manifests.one("Cluster", database).path("spec");
    }

    static List<String> backedUp(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Cluster").forEach(cluster -> {
            String name = Manifests.name(cluster);
            boolean archived = cluster.path("spec")
                    .path("plugins")
                    .valueStream()
                    .anyMatch(plugin -> plugin.path("isWALArchiver").asBoolean(false)
                            && isThere(
                                    manifests,
                                    plugin.path("parameters")
                                            .path("barmanObjectName")
                                            .asString("")));
            faults.unless(archived, name, "archives no WAL");
            boolean scheduled = manifests
                    .ofKind("ScheduledBackup")
                    .map(one -> one.path("spec"))
                    .anyMatch(spec ->
                            spec.path("cluster").path("name").asString("").equals(name)
                                    && spec.path("method").asString("").equals("plugin")
                                    && spec.path("schedule").asString("").split(" ").length == 6);
            faults.unless(scheduled, name, "is not backed up");
        });
        return faults.all();
    }

    private static boolean isThere(Manifests manifests, String store) {
        return manifests
                .ofKind("ObjectStore")
                .anyMatch(one -> Manifests.name(one).equals(store));
    }

    static List<String> durable(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Cluster").forEach(cluster -> {
            JsonNode spec = cluster.path("spec");
            JsonNode synchronous = spec.path("postgresql").path("synchronous");
            boolean alone = spec.path("instances").asInt(1) == 1 && !synchronous.has("method");
            boolean agreed = spec.path("instances").asInt(1) >= 3
                    && synchronous.path("number").asInt(0) >= 1
                    && synchronous.path("dataDurability").asString("").equals("required")
                    && synchronous.path("failoverQuorum").asBoolean(false);
            faults.unless(alone || agreed, Manifests.name(cluster), "may lose acknowledged commits");
        });
        return faults.all();
    }
}
