package dev.comptoir.tests.deployment;

import java.util.Map;
import java.util.Set;

/**
 * The environment that a file of deploy/ gives a container.
 *
 * @param title its name in faults: {@code Deployment store}
 * @param name the service: {@code store}
 * @param files the secret files mounted into it
 */
record ContainerEnvironment(String title, String name, Map<String, String> variables, Set<String> files) {
    ContainerEnvironment {
        variables = Map.copyOf(variables);
        files = Set.copyOf(files);
    }
}
