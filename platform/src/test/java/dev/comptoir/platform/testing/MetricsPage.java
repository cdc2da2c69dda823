package dev.comptoir.platform.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of a service, as they were at one moment. */
public record MetricsPage(Map<Series, Double> values) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"]*)\"");

    /** A name with its labels. */
    public record Series(String name, Map<String, String> labels) {}

    /** Reads {@code /metrics} of the service on that port. */
    public static MetricsPage of(int port) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("GET /metrics returned status " + response.statusCode());
            }
            return read(response.body());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static MetricsPage read(String page) {
        Map<Series, Double> values = new HashMap<>();
        for (String line : page.lines().filter(text -> !text.startsWith("#")).toList()) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new AssertionError("this is no metric: " + line);
            }
            Map<String, String> labels = new HashMap<>();
            Matcher label = LABEL.matcher(parts.group(2) == null ? "" : parts.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            values.put(new Series(parts.group(1), labels), Double.valueOf(parts.group(3)));
        }
        return new MetricsPage(values);
    }

    /** The sum of all series of that name that have these labels, given as keys and values; 0 when there are none. */
    public double sum(String name, String... labels) {
        return series(name, labels).stream().mapToDouble(values::get).sum();
    }

    /** Whether there is a series of that name with these labels. */
    public boolean has(String name, String... labels) {
        return !series(name, labels).isEmpty();
    }

    private List<Series> series(String name, String... labels) {
        return values.keySet().stream()
                .filter(series -> series.name().equals(name) && hasAll(series, labels))
                .toList();
    }

    private static boolean hasAll(Series series, String... labels) {
        for (int at = 0; at < labels.length; at += 2) {
            if (!labels[at + 1].equals(series.labels().getOrDefault(labels[at], ""))) {
                return false;
            }
        }
        return true;
    }

    public Set<String> names() {
        return values.keySet().stream().map(Series::name).collect(Collectors.toCollection(HashSet::new));
    }
}
