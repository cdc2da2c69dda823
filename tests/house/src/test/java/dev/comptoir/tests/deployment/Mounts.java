package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    static List<String> present(Compose compose) {
        Faults faults = new Faults();
        compose.services()
                .forEach(service -> service.mounts()
                        .filter(mount -> !isSocket(mount))
                        .forEach(mount -> {
                            String source = source(mount);
                            boolean ours = source.startsWith("./") && !source.contains("..");
                            faults.unless(ours, service.title(), "sees " + source + " of the host");
                            faults.unless(
                                    Files.exists(Compose.FOLDER.resolve(source)),
                                    service.title(),
                                    "sees " + source + ", which is not there");
                            faults.unless(
                                    mount.path("read_only").asBoolean(false), service.title(), "may write " + source);
                        }));
        return faults.all();
    }

    private static String source(JsonNode mount) {
        return mount.path("source").asString("");
    }

    private static boolean isSocket(JsonNode mount) {
        return source(mount).equals(SOCKET);
    }

    /** Access to the Docker socket is root access to the host. */
    static List<String> engine(Compose compose) {
        Faults faults = new Faults();
        Service filter = compose.service("docker-api");
        compose.services()
                .filter(one -> one.mounts().anyMatch(Mounts::isSocket))
                .forEach(one -> faults.unless(one.equals(filter), one.title(), "mounts the Docker socket"));
        compose.services()
                .filter(one -> !one.equals(filter) && one.sharesWith(filter))
                .forEach(one -> faults.unless(one.name().equals("traefik"), one.title(), "can reach docker-api"));
        return faults.all();
    }

    static List<String> referenced(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            Set<String> seen = new TreeSet<>(service.environment().files());
            service.definition()
                    .path("volumes")
                    .forEach(one -> seen.add(one.path("target").asString("")));
            named(service)
                    .filter(path -> seen.stream().noneMatch(one -> isWithin(path, one) || isWithin(one, path)))
                    .forEach(path ->
                            faults.unless(false, service.title(), "expects " + path + ", which is not mounted"));
        });
        return faults.all();
    }

    private static boolean isWithin(String path, String other) {
        return Path.of(path).startsWith(other);
    }

    /** The paths that its command, its variables and its files name. */
    private static Stream<String> named(Service service) {
        Stream<String> environment = Stream.concat(
                        service.words().stream(), service.environment().variables().values().stream())
                .map(ABSOLUTE::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
        Stream<String> read = service.mounts()
                .map(Mounts::source)
                .filter(source -> Files.isRegularFile(Compose.FOLDER.resolve(source)))
                .flatMap(source -> NAMED.matcher(Compose.text(source)).results())
                .map(found -> found.group());
        return Stream.concat(environment, read);
    }

    /** Grafana's provisioning files use variables. */
    static List<String> provisioned(Compose compose) {
        Faults faults = new Faults();
        Service grafana = compose.service("grafana");
        try (Stream<Path> files = Files.walk(Compose.FOLDER.resolve("grafana/provisioning"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                VARIABLE.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(name -> faults.unless(
                                grafana.environment().variables().containsKey(name),
                                grafana.title(),
                                "lacks the variable " + name + ", which " + file.getFileName() + " uses"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return faults.all();
    }
}
