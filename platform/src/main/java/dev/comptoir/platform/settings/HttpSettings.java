package dev.comptoir.platform.settings;

import java.time.Duration;

/**
 * Where a service listens, and how many requests it serves.
 *
 * @param host the address to listen on
 * @param port the TCP port to listen on, 0 to let the system choose
 * @param drain how long readiness fails before requests are refused, so that a load balancer notices
 * @param inFlight the limit of concurrent writes and of concurrent reads; more are rejected with status 429
 * @param behindProxy whether {@code X-Forwarded-For} is set by the chain's own proxy and can be trusted
 */
public record HttpSettings(String host, int port, Duration drain, int inFlight, boolean behindProxy) {

    static HttpSettings from(Environment environment, int port) {
        return new HttpSettings(
                environment.text("COMPTOIR_HOST", "0.0.0.0"),
                environment.number("COMPTOIR_PORT", port, 0, 65_535),
                Duration.ofMillis(environment.number("COMPTOIR_DRAIN_MILLISECONDS", 2_000, 0, 60_000)),
                environment.number("COMPTOIR_IN_FLIGHT", 512, 1, 10_000),
                environment.number("COMPTOIR_BEHIND_PROXY", 0, 0, 1) == 1);
    }
}
