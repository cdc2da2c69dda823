package dev.comptoir.tools.load;

import dev.comptoir.tools.cluster.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param rate arrivals per second of each scenario, 1 to {@value #HIGHEST_RATE}
 * @param warmUp before the measured time, at the same rate
 * @param time that is measured, from 5 s to {@value #LONGEST_SECONDS} s
 * @param passwords a file of {@code employee.<username>=<password>}
 * @param results the folder of the raw data
 */
record LoadSettings(
        int rate,
        Duration warmUp,
        Duration time,
        List<Scenario> scenarios,
        Addresses addresses,
        Path passwords,
        Path results) {
    static final int HIGHEST_RATE = 5_000;
    static final int LONGEST_SECONDS = 3_600;
    private static final int LONGEST_WARM_UP_SECONDS = 600;
    private static final int SHORTEST_SECONDS = 5;

    LoadSettings {
        check("--rps", rate, 1, HIGHEST_RATE);
        check("--duration", time.toSeconds(), SHORTEST_SECONDS, LONGEST_SECONDS);
        check("--warm-up", warmUp.toSeconds(), 0, LONGEST_WARM_UP_SECONDS);
    }

    private static void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new UserError(
                    "%s: expected a whole number from %d to %d, not %d.".formatted(option, min, max, value));
        }
    }

    /** Of the services; all the same behind a load balancer. */
    record Addresses(URI store, URI headOffice, URI logistics) {
        Addresses {
            List.of(store, headOffice, logistics).forEach(Addresses::check);
        }

        static Addresses behind(URI balancer) {
            return new Addresses(balancer, balancer, balancer);
        }

        List<URI> all() {
            return List.of(store, headOffice, logistics);
        }

        private static void check(URI address) {
            if (!address.toString().matches("https?://[^/]+")) {
                throw new UserError("Expected an address like http://localhost:8080, not " + address + ".");
            }
        }
    }
}
