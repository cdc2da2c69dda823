package dev.comptoir.platform.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings that every service has.
 *
 * @param name the name of this service among its peers: {@code store}
 * @param peers the services that this one exchanges events with: name to base address
 * @param tokenLife the lifetime of an employee's token
 */
public record ServiceSettings(
        String name,
        HttpSettings http,
        DatabaseSettings database,
        Map<String, URI> peers,
        Duration tokenLife,
        TelemetrySettings telemetry,
        CacheSettings cache,
        ReconciliationSettings reconciliation) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public ServiceSettings {
        peers = Map.copyOf(peers);
    }

    /** With the default telemetry, cache and reconciliation. */
    public ServiceSettings(
            String name,
            String host,
            int port,
            DatabaseSettings database,
            Map<String, URI> peers,
            Duration drain,
            Duration tokenLife,
            int inFlight,
            boolean behindProxy) {
        this(
                name,
                new HttpSettings(host, port, drain, inFlight, behindProxy),
                database,
                peers,
                tokenLife,
                TelemetrySettings.DEFAULT,
                CacheSettings.EXACT,
                ReconciliationSettings.DEFAULT);
    }

    /** Reads the variables of all services; the caller then calls {@link Environment#refuseFaults()}. */
    public static ServiceSettings from(Environment environment, String name, int port) {
        return new ServiceSettings(
                environment.matching("COMPTOIR_NAME", name, NAME, "lower-case letters, digits and '-' are expected"),
                HttpSettings.from(environment, port),
                DatabaseSettings.from(environment),
                environment.peers("COMPTOIR_PEERS"),
                Duration.ofMinutes(environment.number("COMPTOIR_TOKEN_MINUTES", 480, 1, 1_440)),
                TelemetrySettings.from(environment),
                CacheSettings.from(environment),
                ReconciliationSettings.from(environment));
    }
}
