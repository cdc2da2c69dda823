package dev.comptoir.tools.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be run, from {@code NAME=value} arguments.
 *
 * @param rate arrivals per second of each scenario, 1 to {@value #HIGHEST_RATE}
 * @param seconds how long, 5 to {@value #LONGEST_SECONDS}
 * @param warmUpSeconds before that, at the same rate, left out of the figures
 * @param passwords a file of {@code employee.<username>=<password>}
 * @param results where the report and the raw data go
 */
record LoadSettings(
        int rate,
        int seconds,
        int warmUpSeconds,
        List<Scenario> scenarios,
        URI store,
        URI headOffice,
        URI logistics,
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

    /** An argument that cannot be meant; the message says what was expected. */
    static final class Wrong extends RuntimeException {
        Wrong(String message) {
            super(message);
        }
    }

    /** @throws Wrong naming the argument and what is expected of it */
    static LoadSettings of(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !DEFAULTS.containsKey(name)) {
                throw new Wrong("'" + argument + "' is unknown; known are " + new TreeSet<>(DEFAULTS.keySet())
                        + ", as in RPS=30");
            }
            if (equals < argument.length() - 1) {
                values.put(name, argument.substring(equals + 1));
            }
        }
        return new LoadSettings(
                number(values, "RPS", 1, HIGHEST_RATE),
                number(values, "DURATION", SHORTEST_SECONDS, LONGEST_SECONDS),
                number(values, "WARM_UP", 0, LONGEST_WARM_UP_SECONDS),
                scenarios(values.getOrDefault("SCENARIO", "")),
                address(values, "STORE"),
                address(values, "HEADOFFICE"),
                address(values, "LOGISTICS"),
                Path.of(values.getOrDefault("PASSWORDS", "")),
                Path.of(values.getOrDefault("RESULTS", "")));
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        String text = values.getOrDefault(name, "");
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new Wrong(name + " is a whole number from " + least + " to " + most + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static List<Scenario> scenarios(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> Arrays.stream(Scenario.values())
                        .filter(scenario -> scenario.word().equals(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> new Wrong("SCENARIO '" + word + "' is unknown; known are "
                                + Arrays.stream(Scenario.values())
                                        .map(Scenario::word)
                                        .collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }

    /** The address of a load balancer holds for all services. */
    private static URI address(Map<String, String> values, String name) {
        String all = values.getOrDefault("ADDRESS", "");
        String text = all.isEmpty() ? values.getOrDefault(name, "") : all;
        if (!text.matches("https?://[^/]+/?")) {
            throw new Wrong((all.isEmpty() ? name : "ADDRESS") + " is an address like http://localhost:8080, not '"
                    + text + "'");
        }
        return URI.create(text.replaceFirst("/$", ""));
    }
}
