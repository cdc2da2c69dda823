package dev.comptoir.platform.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What every service needs to know before it starts.
 *
 * @param name the peer name under which the others know this service: {@code store}
 * @param host the address to listen on
 * @param port the TCP port to listen on, 0 to let the system choose
 * @param peers the services that events are sent to and taken from: name to base address
 * @param drain how long readiness fails before requests are refused, so that a load balancer sees it
 * @param tokenLife how long a token is good for
 * @param inFlight the most requests worked on at once; the next one is answered 429
 * @param behindProxy whether {@code X-Forwarded-For} is set by a proxy of ours and may be believed
 * @param telemetry what it tells of itself
 * @param cache whether answers are kept in memory
 */
public record ServiceSettings(
        String name,
        String host,
        int port,
        DatabaseSettings database,
        Map<String, URI> peers,
        Duration drain,
        Duration tokenLife,
        int inFlight,
        boolean behindProxy,
        TelemetrySettings telemetry,
        CacheSettings cache) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public ServiceSettings {
        peers = Map.copyOf(peers);
    }

    /** With the usual telemetry, and a cache that is never stale. */
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
                host,
                port,
                database,
                peers,
                drain,
                tokenLife,
                inFlight,
                behindProxy,
                TelemetrySettings.DEFAULT,
                CacheSettings.EXACT);
    }

    /** Reads the variables that all services share; the caller calls {@link Environment#refuseFaults()}. */
    public static ServiceSettings from(Environment environment, String name, int port) {
        return new ServiceSettings(
                environment.matching("COMPTOIR_NAME", name, NAME, "lower-case letters, digits and '-' are expected"),
                environment.text("COMPTOIR_HOST", "0.0.0.0"),
                environment.number("COMPTOIR_PORT", port, 0, 65_535),
                DatabaseSettings.from(environment),
                environment.peers("COMPTOIR_PEERS"),
                Duration.ofMillis(environment.number("COMPTOIR_DRAIN_MILLISECONDS", 2_000, 0, 60_000)),
                Duration.ofMinutes(environment.number("COMPTOIR_TOKEN_MINUTES", 480, 1, 1_440)),
                environment.number("COMPTOIR_IN_FLIGHT", 512, 1, 10_000),
                environment.number("COMPTOIR_BEHIND_PROXY", 0, 0, 1) == 1,
                TelemetrySettings.from(environment),
                CacheSettings.from(environment));
    }
}
