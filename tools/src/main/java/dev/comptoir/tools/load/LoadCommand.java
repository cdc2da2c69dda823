package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.cluster.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prepares a run, runs it and prints its figures. */
@Command(name = "load", description = "Puts load on a running system; docs/load.md lists the settings.")
public final class LoadCommand implements Callable<Integer> {
    private static final PrintStream OUT = System.out;

    @Parameters(arity = "0..*", paramLabel = "NAME=VALUE")
    private String[] settings = {};

    @Override
    public Integer call() throws IOException {
        run(LoadSettings.of(settings));
        return 0;
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
                    "No response from " + address + ": start the system first (make run), or give its ADDRESS.");
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
