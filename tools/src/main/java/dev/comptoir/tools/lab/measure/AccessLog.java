package dev.comptoir.tools.lab.measure;

import dev.comptoir.tools.cluster.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The clients' requests by instance, from Traefik's access log; a retried request counts where it ended. */
final class AccessLog {
    private static final Pattern SERVER = Pattern.compile("\"ServiceURL\":\"http://127\\.0\\.0\\.1:([0-9]+)\"");
    private static final String FROM_CLIENTS = "\"entryPointName\":\"web\"";

    private final Path file;
    private final Cluster cluster;
    private long begin;

    AccessLog(Path file, Cluster cluster) {
        this.file = file;
        this.cluster = cluster;
    }

    /** Requests before this moment do not count. */
    void mark() {
        begin = file.toFile().length();
    }

    /** By instance; those that went to a fault proxy are {@code fault-proxy}. */
    Map<String, Double> requests() {
        Map<String, String> names = new HashMap<>();
        cluster.state().processes().forEach(one -> names.put(String.valueOf(one.port()), one.name()));
        Map<String, Double> counts = new TreeMap<>();
        try (InputStream log = Files.newInputStream(file)) {
            log.skipNBytes(begin);
            // Minutes under load fill hundreds of megabytes: read one line at a time.
            new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.contains(FROM_CLIENTS))
                    .flatMap(line -> SERVER.matcher(line).results().limit(1))
                    .forEach(
                            found -> counts.merge(names.getOrDefault(found.group(1), "fault-proxy"), 1.0, Double::sum));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read", failure);
        }
        return counts;
    }
}
