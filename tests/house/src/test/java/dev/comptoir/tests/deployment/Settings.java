package dev.comptoir.tests.deployment;

import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The settings of the deployment files, compared with the code that reads them. */
final class Settings {
    static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    private static final Pattern VARIABLE = Pattern.compile("\"((?:COMPTOIR|OTEL)_[A-Z_]+)\"");
    private static final String FILE = "_FILE";

    /** Replaces the content of a secret's file. */
    private static final String SECRET = "bob:Bob:not-a-secret";

    private Settings() {}

    static ServiceSettings read(JsonNode deployment) {
        return read(Manifests.environment(deployment));
    }

    /** Read by the same code as at the start of the service. */
    static ServiceSettings read(ContainerEnvironment environment) {
        Map<String, String> variables = new TreeMap<>();
        environment.variables().forEach((name, value) -> {
            if (name.endsWith(FILE)) {
                variables.put(name.substring(0, name.length() - FILE.length()), SECRET);
            } else {
                variables.put(name, value);
            }
        });
        Environment read = new Environment(variables);
        return switch (environment.name()) {
            case "store" -> StoreSettings.from(read).service();
            case "headoffice" -> HeadOfficeSettings.from(read).service();
            case "logistics" -> LogisticsSettings.from(read).service();
            default -> throw new IllegalStateException(environment.title() + " is no service of ours");
        };
    }

    static List<String> valid(List<ContainerEnvironment> services) {
        Faults faults = new Faults();
        services.forEach(environment -> {
            try {
                read(environment);
            } catch (InvalidSettings invalid) {
                invalid.faults()
                        .forEach(
                                fault -> faults.unless(false, environment.title(), "has an invalid setting: " + fault));
            }
        });
        return faults.all();
    }

    static List<String> read(List<ContainerEnvironment> services) {
        Faults faults = new Faults();
        services.forEach(environment -> {
            Set<String> known = variables(environment.name());
            environment
                    .variables()
                    .keySet()
                    .forEach(name -> faults.unless(
                            known.contains(name.replaceFirst(FILE + "$", "")),
                            environment.title(),
                            "has the variable " + name + ", which it does not read"));
        });
        return faults.all();
    }

    /** The variables that a service reads. */
    static Set<String> variables(String service) {
        Set<String> names = in(Path.of("../../platform/src/main/java/dev/comptoir/platform/settings"));
        names.addAll(in(Path.of("../../%1$s/src/main/java/dev/comptoir/%1$s".formatted(service))));
        return names;
    }

    private static Set<String> in(Path folder) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                VARIABLE.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(names::add);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return names;
    }

    static List<String> ports(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            String name = Manifests.name(deployment);
            int port = read(deployment).http().port();
            JsonNode opened = Manifests.container(deployment).path("ports").path(0);
            JsonNode served =
                    manifests.one("Service", name).path("spec").path("ports").path(0);
            faults.unless(
                    opened.path("containerPort").asInt(0) == port, Manifests.title(deployment), "listens on " + port);
            faults.unless(served.path("port").asInt(0) == port, "Service " + name, "serves another port than " + port);
            faults.unless(
                    served.path("targetPort").equals(opened.path("name")), "Service " + name, "targets another port");
        });
        return faults.all();
    }

    /** @param leads whether a service finds another one at an address */
    static List<String> peers(List<ContainerEnvironment> services, BiPredicate<ContainerEnvironment, URI> leads) {
        Faults faults = new Faults();
        services.forEach(environment -> {
            Map<String, URI> peers = read(environment).peers();
            SERVICES.stream()
                    .filter(other -> !other.equals(environment.name()))
                    .forEach(other -> faults.unless(
                            peers.containsKey(other), environment.title(), "does not list the peer " + other));
            peers.forEach((peer, address) -> faults.unless(
                    leads.test(environment, address) && address.getPath().equals("/" + peer),
                    environment.title(),
                    "expects " + peer + " at " + address));
        });
        return faults.all();
    }
}
