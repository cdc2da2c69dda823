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

    /** Streams 2 s, requests in flight 20 s, two relays 5 s each, housekeeping 5 s, pool and traces 10 s. */
    private static final int STOP_SECONDS = 47;

    private Settings() {}

    static ServiceSettings read(JsonNode deployment) {
        return read(Manifests.service(deployment));
    }

    /** Read by the same code as at the start of the service. */
    static ServiceSettings read(DeployedService service) {
        Map<String, String> variables = new TreeMap<>();
        service.variables()
                .forEach((name, value) -> variables.put(withoutFile(name), name.endsWith(FILE) ? SECRET : value));
        Environment environment = new Environment(variables);
        return switch (service.name()) {
            case "store" -> StoreSettings.from(environment).service();
            case "headoffice" -> HeadOfficeSettings.from(environment).service();
            case "logistics" -> LogisticsSettings.from(environment).service();
            default -> throw new IllegalStateException(service.title() + " is no service of ours");
        };
    }

    private static String withoutFile(String name) {
        return name.replaceFirst(FILE + "$", "");
    }

    static void invalid(DeploymentFiles files, Faults faults) {
        files.ours().forEach(service -> {
            try {
                read(service);
            } catch (InvalidSettings invalid) {
                invalid.faults()
                        .forEach(fault -> faults.unless(false, service.title(), "has an invalid setting: " + fault));
            }
        });
    }

    static void unread(DeploymentFiles files, Faults faults) {
        files.ours().forEach(service -> {
            Set<String> known = variables(service.name());
            service.variables()
                    .keySet()
                    .forEach(name -> faults.unless(
                            known.contains(withoutFile(name)),
                            service.title(),
                            "has the variable " + name + ", which it does not read"));
        });
    }

    static void killedTooEarly(DeploymentFiles files, Faults faults) {
        files.ours().forEach(service -> {
            long needed = read(service).http().drain().plusSeconds(STOP_SECONDS).toSeconds();
            long grace = service.stopGrace().toSeconds();
            faults.unless(
                    grace >= needed, service.title(), "is killed after " + grace + " s, while it needs " + needed);
        });
    }

    /** The variables that a service reads. */
    static Set<String> variables(String service) {
        Set<String> names = in(Path.of("../../platform/src/main/java/dev/comptoir/platform/settings"));
        names.addAll(in(Path.of("../../%1$s/src/main/java/dev/comptoir/%1$s".formatted(service))));
        return names;
    }

    private static Set<String> in(Path folder) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
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

    static void missingPeers(DeploymentFiles files, Faults faults) {
        files.ours().forEach(service -> {
            Map<String, URI> peers = read(service).peers();
            SERVICES.stream()
                    .filter(other -> !other.equals(service.name()))
                    .forEach(other -> faults.unless(
                            peers.containsKey(other), service.title(), "does not list the peer " + other));
            peers.forEach((peer, address) -> faults.unless(
                    files.resolves(service, address) && address.getPath().equals("/" + peer),
                    service.title(),
                    "expects " + peer + " at " + address));
        });
    }
}
