package dev.comptoir.platform.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the endpoint of a path before the router does, for what must cost little. */
final class Routes {
    private final Map<String, List<Route>> byMethod = new HashMap<>();

    Routes(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            byMethod.computeIfAbsent(endpoint.method(), added -> new ArrayList<>())
                    .add(new Route(endpoint, endpoint.path().split("/", -1)));
        }
    }

    /** The first declared one that fits, as in the router. */
    Optional<Endpoint> find(String method, String path) {
        String[] segments = path.split("/", -1);
        for (Route route : byMethod.getOrDefault(method, List.of())) {
            if (route.fits(segments)) {
                return Optional.of(route.endpoint);
            }
        }
        return Optional.empty();
    }

    private record Route(Endpoint endpoint, String[] template) {
        boolean fits(String[] segments) {
            if (segments.length != template.length) {
                return false;
            }
            for (int index = segments.length - 1; index >= 0; index--) {
                if (!fits(template[index], segments[index])) {
                    return false;
                }
            }
            return true;
        }

        private static boolean fits(String template, String segment) {
            return template.startsWith("{") ? !segment.isEmpty() : template.equals(segment);
        }
    }
}
