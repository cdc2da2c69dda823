package dev.comptoir.tests.deployment;

import dev.comptoir.platform.settings.ServiceSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Upgrades, drained nodes and lost nodes drop no request. */
final class Rollout {
    /** Streams 2 s, requests in flight 20 s, two relays 5 s each, housekeeping 5 s, pool and traces 10 s. */
    private static final int STOP_SECONDS = 47;

    private Rollout() {}

    static List<String> seamless(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            String title = Manifests.title(deployment);
            JsonNode update = deployment.path("spec").path("strategy").path("rollingUpdate");
            faults.unless(
                    update.path("maxUnavailable").asInt(1) == 0,
                    title,
                    "stops an instance before its replacement is ready");
            faults.unless(update.path("maxSurge").asInt(0) > 0, title, "cannot surge");
            long needed = needed(Settings.read(deployment)).toSeconds();
            int grace = Manifests.pod(deployment)
                    .path("terminationGracePeriodSeconds")
                    .asInt(30);
            faults.unless(grace >= needed, title, "is killed after " + grace + " s, while it needs " + needed);
            faults.unless(least(manifests, deployment) >= 2, title, "has no second instance");
            boolean guarded = manifests
                    .ofKind("PodDisruptionBudget")
                    .anyMatch(budget -> budget.path("spec")
                            .path("selector")
                            .equals(deployment.path("spec").path("selector")));
            faults.unless(guarded, title, "has no disruption budget");
        });
        return faults.all();
    }

    /** How long an orderly stop takes at worst. */
    static Duration needed(ServiceSettings settings) {
        return settings.http().drain().plusSeconds(STOP_SECONDS);
    }

    /** The fewest instances. */
    private static int least(Manifests manifests, JsonNode deployment) {
        return scaler(manifests, deployment)
                .map(scaler -> scaler.path("minReplicas").asInt(1))
                .findFirst()
                .orElseGet(() -> deployment.path("spec").path("replicas").asInt(1));
    }

    /** The most instances, but for those of an upgrade. */
    static int most(Manifests manifests, JsonNode deployment) {
        return scaler(manifests, deployment)
                .map(scaler -> scaler.path("maxReplicas").asInt(1))
                .findFirst()
                .orElseGet(() -> deployment.path("spec").path("replicas").asInt(1));
    }

    private static Stream<JsonNode> scaler(Manifests manifests, JsonNode deployment) {
        return manifests
                .ofKind("HorizontalPodAutoscaler")
                .map(one -> one.path("spec"))
                .filter(spec ->
                        spec.path("scaleTargetRef").path("name").asString("").equals(Manifests.name(deployment)));
    }

    static List<String> spread(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            boolean apart = Manifests.pod(deployment)
                    .path("topologySpreadConstraints")
                    .valueStream()
                    .anyMatch(one -> one.path("topologyKey").asString("").equals("kubernetes.io/hostname")
                            && one.path("maxSkew").asInt(0) == 1
                            && one.path("matchLabelKeys")
                                    .valueStream()
                                    .anyMatch(key -> key.asString().equals("app.kubernetes.io/component")));
            faults.unless(apart, Manifests.title(deployment), "may run on one node");
        });
        manifests
                .ofKind("Cluster")
                .filter(one -> one.path("spec").path("instances").asInt(1) > 1)
                .forEach(one -> faults.unless(
                        one.path("spec")
                                .path("affinity")
                                .path("podAntiAffinityType")
                                .asString("")
                                .equals("required"),
                        Manifests.title(one),
                        "may run on one node"));
        return faults.all();
    }
}
