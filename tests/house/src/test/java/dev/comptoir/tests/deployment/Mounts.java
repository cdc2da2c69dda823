package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Host paths mounted by Compose: existing files of deploy/, read-only, and every file that the services refer to. */
final class Mounts {
    private static final String SOCKET = "/var/run/docker.sock";
    private static final Pattern ABSOLUTE = Pattern.compile("(?:.*=)?(/.+)");
    private static final Pattern NAMED = Pattern.compile("/(?:etc|run|var)/[\\w./-]*\\w");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z_]+)");

    private Mounts() {}

    static void missingOrWritable(Compose compose, Faults faults) {
        compose.services()
                .forEach(service -> service.mounts().forEach(mount -> {
                    String source = source(mount);
                    if (!source.equals(SOCKET)) {
                        boolean ours = source.startsWith("./") && !source.contains("..");
                        boolean exists = Files.exists(Compose.FOLDER.resolve(source));
                        faults.unless(ours, service.title(), "sees " + source + " of the host");
                        faults.unless(exists, service.title(), "sees " + source + ", which is not there");
                        faults.unless(mount.path("read_only").asBoolean(false), service.title(), "may write " + source);
                    }
                }));
    }

    private static String source(JsonNode mount) {
        return mount.path("source").asString("");
    }

    /** Access to the Docker socket is root access to the host. */
    static void exposedSocket(Compose compose, Faults faults) {
        Service proxy = compose.service("docker-api");
        compose.services().filter(one -> !one.equals(proxy)).forEach(one -> {
            faults.unless(
                    one.mounts().noneMatch(mount -> source(mount).equals(SOCKET)),
                    one.title(),
                    "mounts the Docker socket");
            faults.unless(
                    one.name().equals("traefik") || !one.sharesNetworkWith(proxy), one.title(), "can reach docker-api");
        });
    }

    static void unmounted(Compose compose, Faults faults) {
        compose.services().forEach(service -> {
            Set<String> mounted = new TreeSet<>(service.deployed().files());
            mounted.addAll(service.definition().path("volumes").findValuesAsString("target"));
            referenced(service)
                    .forEach(path -> faults.unless(
                            mounted.stream()
                                    .anyMatch(one -> Path.of(path).startsWith(one)
                                            || Path.of(one).startsWith(path)),
                            service.title(),
                            "expects " + path + ", which is not mounted"));
        });
    }

    /** The paths in its command, its variables and its files. */
    private static Stream<String> referenced(Service service) {
        Stream<String> words =
                service.words().map(ABSOLUTE::matcher).filter(Matcher::matches).map(found -> found.group(1));
        Stream<String> files = service.mounts()
                .map(Mounts::source)
                .filter(source -> Files.isRegularFile(Compose.FOLDER.resolve(source)))
                .flatMap(source -> NAMED.matcher(Compose.text(source)).results())
                .map(found -> found.group());
        return Stream.concat(words, files);
    }

    /** Grafana's provisioning files use variables. */
    static void undefinedVariables(Compose compose, Faults faults) {
        Service grafana = compose.service("grafana");
        Set<String> variables = grafana.pairs("environment").keySet();
        try (Stream<Path> files = Files.walk(Compose.FOLDER.resolve("grafana/provisioning"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher used = VARIABLE.matcher(Files.readString(file));
                used.results()
                        .forEach(found -> faults.unless(
                                variables.contains(found.group(1)),
                                grafana.title(),
                                "lacks the variable " + found.group(1) + ", which " + file.getFileName() + " uses"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
