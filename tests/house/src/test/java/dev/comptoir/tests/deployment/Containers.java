package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The Kubernetes Pod Security Standard "restricted", and more. */
final class Containers {
    private static final List<String> PROBES = List.of("startupProbe", "readinessProbe", "livenessProbe");

    private Containers() {}

    static List<String> restricted(Manifests manifests) {
        Faults faults = new Faults();
        JsonNode labels = manifests
                .ofKind("Namespace")
                .findFirst()
                .orElseThrow()
                .path("metadata")
                .path("labels");
        faults.unless(
                labels.path("pod-security.kubernetes.io/enforce").asString("").equals("restricted"),
                "the namespace",
                "enforces no pod security standard");
        manifests.ofKind("Deployment").forEach(deployment -> {
            String title = Manifests.title(deployment);
            JsonNode pod = Manifests.pod(deployment);
            pod(faults, title, pod.path("securityContext"));
            faults.unless(isFalse(pod.path("automountServiceAccountToken")), title, "mounts a Kubernetes token");
            for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
                faults.unless(pod.path(host).isMissingNode(), title, "uses " + host);
            }
            pod.path("volumes")
                    .forEach(volume ->
                            faults.unless(volume.path("hostPath").isMissingNode(), title, "mounts a host path"));
            containers(pod).forEach(container -> container(faults, title, container.path("securityContext")));
        });
        manifests
                .ofKind("Prometheus")
                .forEach(one ->
                        pod(faults, Manifests.title(one), one.path("spec").path("securityContext")));
        return faults.all();
    }

    private static void pod(Faults faults, String title, JsonNode context) {
        faults.unless(context.path("runAsNonRoot").asBoolean(false), title, "may run as root");
        faults.unless(
                context.path("seccompProfile").path("type").asString("").equals("RuntimeDefault"),
                title,
                "has no seccomp profile");
    }

    private static void container(Faults faults, String title, JsonNode context) {
        faults.unless(isFalse(context.path("allowPrivilegeEscalation")), title, "may gain privileges");
        faults.unless(context.path("readOnlyRootFilesystem").asBoolean(false), title, "may write its root file system");
        JsonNode capabilities = context.path("capabilities");
        faults.unless(
                capabilities
                        .path("drop")
                        .valueStream()
                        .anyMatch(one -> one.asString("").equals("ALL")),
                title,
                "keeps capabilities");
        faults.unless(capabilities.path("add").isMissingNode(), title, "gains capabilities");
        faults.unless(context.path("privileged").isMissingNode(), title, "is privileged");
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.concat(
                pod.path("containers").valueStream(), pod.path("initContainers").valueStream());
    }

    static List<String> probed(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            for (String kind : PROBES) {
                JsonNode probe = Manifests.container(deployment).path(kind);
                String path = kind.equals("readinessProbe") ? "/health/ready" : "/health/live";
                String title = Manifests.title(deployment) + ", " + kind;
                faults.unless(
                        probe.path("httpGet").path("path").asString("").equals(path), title, "does not probe " + path);
                faults.unless(
                        probe.path("httpGet").path("port").asString("").equals("http"), title, "probes another port");
                faults.unless(probe.path("timeoutSeconds").asInt(1) > 1, title, "has no timeout");
            }
        });
        return faults.all();
    }

    static List<String> sized(Manifests manifests) {
        Faults faults = new Faults();
        manifests
                .ofKind("Deployment")
                .forEach(one -> measured(faults, one, Manifests.container(one).path("resources")));
        Stream.of("Cluster", "Prometheus")
                .flatMap(manifests::ofKind)
                .forEach(one -> measured(faults, one, one.path("spec").path("resources")));
        return faults.all();
    }

    private static void measured(Faults faults, JsonNode document, JsonNode resources) {
        String title = Manifests.title(document);
        faults.unless(resources.path("requests").has("cpu"), title, "requests no CPU");
        faults.unless(resources.path("requests").has("memory"), title, "requests no memory");
        faults.unless(resources.path("limits").has("memory"), title, "has no memory limit");
    }

    static List<String> pinned(Manifests manifests) {
        Faults faults = new Faults();
        manifests
                .ofKind("Deployment")
                .forEach(one -> pinned(faults, one, Manifests.container(one).path("image")));
        manifests
                .ofKind("Cluster")
                .forEach(one -> pinned(faults, one, one.path("spec").path("imageName")));
        return faults.all();
    }

    private static void pinned(Faults faults, JsonNode document, JsonNode image) {
        faults.unless(
                Images.isExact(image.asString("")), Manifests.title(document), "has the image " + image.asString(""));
    }

    private static boolean isFalse(JsonNode node) {
        return !node.asBoolean(true);
    }
}
