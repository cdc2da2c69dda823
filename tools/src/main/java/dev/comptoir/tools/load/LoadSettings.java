package dev.comptoir.tools.load;

import dev.comptoir.tools.cluster.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The run that {@code NAME=value} arguments describe.
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

    private static final Map<String, String> DEFAULTS = Map.of(
            "RPS", "30",
            "DURATION", "60",
            "WARM_UP", "10",
            "SCENARIO", "stock,report,update",
            "ADDRESS", "",
            "STORE", "http://localhost:8080",
            "HEADOFFICE", "http://localhost:8090",
            "LOGISTICS", "http://localhost:8091",
            "PASSWORDS", "data/secrets.properties",
            "RESULTS", "target/load");

    /** Of the services; all the same behind a load balancer. */
    record Addresses(URI store, URI headOffice, URI logistics) {
        List<URI> all() {
            return List.of(store, headOffice, logistics);
        }
    }

    /** @throws UserError naming the argument and what is expected of it */
    static LoadSettings of(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !DEFAULTS.containsKey(name)) {
                throw new UserError("'" + argument + "' is unknown; known are " + new TreeSet<>(DEFAULTS.keySet())
                        + ", as in RPS=30");
            }
            if (equals < argument.length() - 1) {
                values.put(name, argument.substring(equals + 1));
            }
        }
        return new LoadSettings(
                number(values, "RPS", 1, HIGHEST_RATE),
                Duration.ofSeconds(number(values, "WARM_UP", 0, LONGEST_WARM_UP_SECONDS)),
                Duration.ofSeconds(number(values, "DURATION", SHORTEST_SECONDS, LONGEST_SECONDS)),
                scenarios(values.getOrDefault("SCENARIO", "")),
                new Addresses(address(values, "STORE"), address(values, "HEADOFFICE"), address(values, "LOGISTICS")),
                Path.of(values.getOrDefault("PASSWORDS", "")),
                Path.of(values.getOrDefault("RESULTS", "")));
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        String text = values.getOrDefault(name, "");
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new UserError(name + " is a whole number from " + least + " to " + most + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static List<Scenario> scenarios(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> Arrays.stream(Scenario.values())
                        .filter(scenario -> scenario.word().equals(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> new UserError("SCENARIO '" + word + "' is unknown; known are "
                                + Arrays.stream(Scenario.values())
                                        .map(Scenario::word)
                                        .collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }

    private static URI address(Map<String, String> values, String name) {
        String balancer = values.getOrDefault("ADDRESS", "");
        String text = balancer.isEmpty() ? values.getOrDefault(name, "") : balancer;
        if (!text.matches("https?://[^/]+/?")) {
            throw new UserError((balancer.isEmpty() ? name : "ADDRESS")
                    + " is an address like http://localhost:8080, not '" + text + "'");
        }
        return URI.create(text.replaceFirst("/$", ""));
    }
}
