package dev.comptoir.tests.deployment;

import java.util.Map;
import java.util.Set;

/**
 * What a file of deploy/ tells a container.
 *
 * @param title how faults name it: {@code Deployment store}
 * @param name which service it is: {@code store}
 * @param files the files of secrets that it sees
 */
record Told(String title, String name, Map<String, String> variables, Set<String> files) {
    Told {
        variables = Map.copyOf(variables);
        files = Set.copyOf(files);
    }
}
