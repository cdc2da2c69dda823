package dev.comptoir.cluster.deploy;

import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the Deployments tell the services, held against the code that reads it. */
final class Settings {
    private static final Pattern VARIABLE = Pattern.compile("\"((?:COMPTOIR|OTEL)_[A-Z_]+)\"");
    private static final String FILE = "_FILE";

    /** What stands in for the content of a secret's file. */
    private static final String SECRET = "bob:Bob:not-a-secret";

    private Settings() {}

    /** As the service itself reads its variables at its start. */
    static ServiceSettings read(JsonNode deployment) {
        Map<String, String> variables = new TreeMap<>();
        Manifests.container(deployment).path("env").forEach(one -> {
            String name = one.path("name").asString("");
            if (name.endsWith(FILE)) {
                variables.put(name.substring(0, name.length() - FILE.length()), SECRET);
            } else {
                variables.put(name, one.path("value").asString(""));
            }
        });
        Environment environment = new Environment(variables);
        return switch (Manifests.name(deployment)) {
            case "store" -> StoreSettings.from(environment).service();
            case "headoffice" -> HeadOfficeSettings.from(environment).service();
            case "logistics" -> LogisticsSettings.from(environment).service();
            default -> throw new IllegalStateException(Manifests.title(deployment) + " is no service of ours");
        };
    }

    static List<String> taken(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            try {
                read(deployment);
            } catch (InvalidSettings invalid) {
                invalid.faults()
                        .forEach(fault -> faults.unless(false, Manifests.title(deployment), "is told: " + fault));
            }
        });
        return faults.all();
    }

    static List<String> known(Manifests manifests) {
        Set<String> shared = variables(Path.of("../platform/src/main/java/dev/comptoir/platform/settings"));
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            String service = Manifests.name(deployment);
            Set<String> known = variables(Path.of("../%1$s/src/main/java/dev/comptoir/%1$s".formatted(service)));
            known.addAll(shared);
            Manifests.container(deployment).path("env").forEach(one -> {
                String name = one.path("name").asString("").replaceFirst(FILE + "$", "");
                faults.unless(
                        known.contains(name),
                        Manifests.title(deployment),
                        "is told " + name + ", which it does not read");
            });
        });
        return faults.all();
    }

    private static Set<String> variables(Path folder) {
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
            int port = read(deployment).port();
            JsonNode opened = Manifests.container(deployment).path("ports").path(0);
            JsonNode served =
                    manifests.one("Service", name).path("spec").path("ports").path(0);
            faults.unless(
                    opened.path("containerPort").asInt(0) == port, Manifests.title(deployment), "listens on " + port);
            faults.unless(served.path("port").asInt(0) == port, "Service " + name, "serves another port than " + port);
            faults.unless(served.path("targetPort").equals(opened.path("name")), "Service " + name, "leads elsewhere");
        });
        return faults.all();
    }

    static List<String> peers(Manifests manifests) {
        Faults faults = new Faults();
        manifests
                .ofKind("Deployment")
                .forEach(deployment -> read(deployment).peers().forEach((peer, address) -> {
                    boolean there = manifests
                            .ofKind("Service")
                            .anyMatch(one -> Manifests.name(one).equals(address.getHost())
                                    && one.path("spec")
                                                    .path("ports")
                                                    .path(0)
                                                    .path("port")
                                                    .asInt(0)
                                            == address.getPort());
                    faults.unless(
                            there && address.getPath().equals("/" + peer),
                            Manifests.title(deployment),
                            "looks for " + peer + " at " + address);
                }));
        return faults.all();
    }
}
