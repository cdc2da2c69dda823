package dev.comptoir.tests.deployment;

import java.net.URI;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The files of one way to deploy the chain. */
sealed interface DeploymentFiles permits Manifests, Compose {

    /** @param title its name in faults: {@code Deployment store} */
    record Document(String name, String title, JsonNode content) {}

    /** @param kind of Kubernetes; in Compose {@code service} for all, or {@code file traefik/common.yml} */
    Stream<Document> documents(String kind);

    /** The three services of the product. */
    Stream<DeployedService> ours();

    /** Whether a server listens at an address that a service uses. */
    boolean resolves(DeployedService from, URI address);
}
