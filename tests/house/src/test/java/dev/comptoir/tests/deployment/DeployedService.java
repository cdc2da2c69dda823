package dev.comptoir.tests.deployment;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A container as the files of deploy/ start it.
 *
 * @param title its name in faults: {@code Deployment store}
 * @param name the service: {@code store}
 * @param variables its environment
 * @param files the secret files mounted into it
 * @param stopGrace the time between SIGTERM and SIGKILL
 */
record DeployedService(
        String title, String name, Map<String, String> variables, Set<String> files, Duration stopGrace) {}
