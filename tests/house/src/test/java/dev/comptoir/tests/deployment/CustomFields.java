package dev.comptoir.tests.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The Kubernetes schemas do not cover the operators' custom resources, and operators ignore misspelt fields silently. A
 * list, compared with the operators' references, names each field that is used.
 */
final class CustomFields {
    private static final String LIST = "custom-fields.txt";
    private static final Set<String> KUBERNETES = Set.of(
            "v1", "apps/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1");

    private CustomFields() {}

    static void unknown(Manifests manifests, Faults faults) {
        List<String> known = Row.lines(LIST);
        used(manifests).forEach(field -> faults.unless(known.contains(field), field, "is not in " + LIST));
    }

    /** Listed fields that no overlay uses. */
    static List<String> unused(List<Manifests> overlays) {
        List<String> unused = new ArrayList<>(Row.lines(LIST));
        overlays.forEach(overlay -> unused.removeAll(used(overlay)));
        return unused;
    }

    /** {@code Cluster spec.storage.size}; of maps whose keys are free, the map only. */
    private static Set<String> used(Manifests manifests) {
        Set<String> fields = new TreeSet<>();
        manifests.all().stream()
                .filter(one -> !KUBERNETES.contains(one.path("apiVersion").asString("")))
                .forEach(one -> collect(one.path("kind").asString("") + " spec", one.path("spec"), fields));
        return fields;
    }

    private static void collect(String place, JsonNode node, Set<String> fields) {
        if (place.matches(".*\\.(parameters|matchLabels|labels|annotations|requests|limits)")) {
            fields.add(place);
        } else if (node.isObject()) {
            node.forEachEntry((name, value) -> collect(place + "." + name, value, fields));
        } else if (node.isArray() && node.path(0).isObject()) {
            node.forEach(one -> collect(place + "[]", one, fields));
        } else {
            fields.add(place);
        }
    }
}
