package dev.comptoir.platform.http;

import java.util.List;
import java.util.Map;

/** Produces the files that document the endpoints of a service. */
@FunctionalInterface
public interface ApiDocumentation {
    /** No documentation. */
    ApiDocumentation NONE = (title, root, endpoints) -> Map.of();

    /**
     * The files by their paths.
     *
     * @param root the first part of the service's paths: {@code /store}
     */
    Map<String, Asset> assets(String title, String root, List<Endpoint> endpoints);
}
