package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.cluster.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts load on a running system and prints the figures. */
@Command(
        name = "load",
        description = {
            "Sends requests to a running system at a constant rate, and prints latencies and failures.",
            "docs/load.md explains scenarios and figures."
        },
        showDefaultValues = true)
public final class LoadCommand implements Callable<Integer> {
    private static final PrintStream OUT = System.out;

    @Option(names = "--rps", paramLabel = "N", description = "Arrivals per second of each scenario, 1 to 5000.")
    private int rate = 30;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "The measured time, 5 to 3600.")
    private int duration = 60;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before that, at the same rate; 0 to 600.")
    private int warmUp = 10;

    @Option(names = "--scenario", split = ",", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
    private List<Scenario> scenarios = List.of(Scenario.STOCK, Scenario.REPORT, Scenario.UPDATE);

    @Option(names = "--address", paramLabel = "URL", description = "Of a load balancer in front of all services.")
    private @Nullable URI address;

    @Option(names = "--store", paramLabel = "URL", description = "Of the store, without a load balancer.")
    private URI store = URI.create("http://localhost:8080");

    @Option(names = "--headoffice", paramLabel = "URL", description = "Of the head office, without a load balancer.")
    private URI headOffice = URI.create("http://localhost:8090");

    @Option(names = "--logistics", paramLabel = "URL", description = "Of logistics, without a load balancer.")
    private URI logistics = URI.create("http://localhost:8091");

    @Option(names = "--passwords", paramLabel = "FILE", description = "With lines employee.<username>=<password>.")
    private Path passwords = Path.of("data/secrets.properties");

    @Option(names = "--results", paramLabel = "FOLDER", description = "Of the raw data.")
    private Path results = Path.of("target/load");

    @Override
    public Integer call() throws IOException {
        run(settings());
        return 0;
    }

    LoadSettings settings() {
        return new LoadSettings(
                rate,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(duration),
                scenarios.stream().distinct().toList(),
                address == null
                        ? new LoadSettings.Addresses(store, headOffice, logistics)
                        : LoadSettings.Addresses.behind(address),
                passwords,
                results);
    }

    private static void run(LoadSettings settings) throws IOException {
        settings.addresses().all().forEach(LoadCommand::checkResponse);
        List<Arrivals> arrivals = arrivals(settings);
        Path folder = Files.createDirectories(settings.results());
        OUT.printf(
                Locale.ROOT,
                "%d arrivals a second of each of %s, for %d s after %d s of warm-up%n",
                settings.rate(),
                settings.scenarios().stream().map(Scenario::word).toList(),
                settings.time().toSeconds(),
                settings.warmUp().toSeconds());
        Path requests = folder.resolve("requests.csv");
        try (RequestLog log = new RequestLog(requests, settings.warmUp())) {
            Generator generator = new Generator(new Generator.Plan(arrivals, settings.warmUp(), settings.time()), log);
            log.watch(generator);
            print(generator.run().operations(), settings, folder);
        }
        OUT.println("Raw data: " + requests);
    }

    private static void checkResponse(URI address) {
        if (ApiClient.of(address.toString()).get("/").status() == Response.NONE) {
            throw new UserError(
                    "No response from " + address + ": start the system first (make run), or choose its --address.");
        }
    }

    private static List<Arrivals> arrivals(LoadSettings settings) {
        ApiClient visitor = ApiClient.of(settings.addresses().store(), "store");
        if (settings.scenarios().equals(List.of(Scenario.DOOR))) {
            return List.of(Scenarios.arrivals(Scenario.DOOR, settings, Scenarios.door(visitor)));
        }
        Scenarios scenarios = new Scenarios(Chain.prepare(settings));
        return settings.scenarios().stream()
                .map(scenario -> Scenarios.arrivals(scenario, settings, scenarios.of(scenario, visitor)))
                .toList();
    }

    /**
     * Of one operation.
     *
     * @param failures by cause
     * @param p50 and the others in milliseconds, of the successful requests
     */
    private record Figures(
            long sent, double perSecond, Map<String, Long> failures, double p50, double p99, double p999, double max) {
        static Figures of(Outcomes outcomes, double seconds) {
            Map<String, Long> failures = new TreeMap<>(outcomes.failures());
            if (outcomes.refused() > 0) {
                failures.put(Outcomes.REFUSED, outcomes.refused());
            }
            Latencies latencies = outcomes.latencies();
            return new Figures(
                    outcomes.sent(),
                    outcomes.ok() / seconds,
                    failures,
                    latencies.percentile(50),
                    latencies.percentile(99),
                    latencies.percentile(99.9),
                    latencies.percentile(100));
        }
    }

    private static void print(Map<String, Outcomes> operations, LoadSettings settings, Path folder) throws IOException {
        Map<String, Figures> figures = new TreeMap<>();
        operations.forEach((name, outcomes) ->
                figures.put(name, Figures.of(outcomes, settings.time().toMillis() / 1e3)));
        Files.writeString(folder.resolve("figures.json"), ApiClient.pretty(figures));
        OUT.printf(
                "%n%-10s %9s %9s %10s %10s %10s %10s  %s%n",
                "request", "sent", "ok/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "failed");
        figures.forEach((name, one) -> OUT.printf(
                Locale.ROOT,
                "%-10s %9d %9.1f %10.1f %10.1f %10.1f %10.1f  %s%n",
                name,
                one.sent(),
                one.perSecond(),
                one.p50(),
                one.p99(),
                one.p999(),
                one.max(),
                one.failures().isEmpty() ? "0" : one.failures()));
    }
}
