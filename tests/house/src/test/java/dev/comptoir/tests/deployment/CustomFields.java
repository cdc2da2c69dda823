package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Kubernetes' schemas do not know the kinds of the operators, which would drop a misspelt field without a word. Each field
 * of ours stands in a list that was compared with the operators' references; whoever needs another one looks it up first.
 */
final class CustomFields {
    private static final Path LIST = Path.of("src/test/resources/dev/comptoir/tests/deployment/custom-fields.txt");
    private static final Set<String> KUBERNETES = Set.of(
            "v1", "apps/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1");

    private CustomFields() {}

    static List<String> wellSpelt(Manifests manifests) {
        Set<String> known = read();
        return used(manifests).stream()
                .filter(field -> !known.contains(field))
                .map(field -> field + " is not in " + LIST.getFileName())
                .toList();
    }

    /** {@code Cluster spec.storage.size}; of maps whose keys are free, the map only. */
    static Set<String> used(Manifests manifests) {
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

    private static Set<String> read() {
        try {
            return Files.readAllLines(LIST).stream()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What nobody uses any more is no longer in the list. */
    static List<String> forgotten(List<Manifests> overlays) {
        List<String> forgotten = new ArrayList<>(read());
        overlays.forEach(overlay -> forgotten.removeAll(used(overlay)));
        return forgotten;
    }
}
