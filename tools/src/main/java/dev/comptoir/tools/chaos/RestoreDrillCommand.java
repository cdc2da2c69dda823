package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.RestoreDrill.Restorable;
import dev.comptoir.tools.chaos.RestoreDrill.Result;
import dev.comptoir.tools.chaos.RestoreDrill.Timing;
import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Database;
import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.postgres.ArchivedServer;
import dev.comptoir.tools.postgres.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The drill of a restore, on a cluster with a database server for each service. */
@Command(
        name = "drill-restore",
        description = {
            "Loses each service's database in turn and restores it to a second, from a base backup and the archive of"
                    + " its changes.",
            "Takes six minutes; exits with 1 if the databases differ in the end, except for what a restored store has"
                    + " lost and the reconciliation of the head office names."
        },
        showDefaultValues = true)
public final class RestoreDrillCommand implements Callable<Integer> {
    private static final Path FOLDER = Path.of("data/drill-restore");
    private static final Path PROJECT = Path.of(".");

    @Option(names = "--port", paramLabel = "PORT", description = "Where Traefik listens.")
    private int port = 8086;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "A service whose database is lost; may be repeated.")
    private List<String> services = List.of("logistics", "headoffice", "store");

    @Override
    public Integer call() throws IOException {
        Cluster cluster = new Cluster(FOLDER, PROJECT);
        cluster.clear();
        Files.deleteIfExists(FOLDER.resolve("seeded"));
        PostgresPrograms programs = PostgresPrograms.find(PROJECT);
        String password = UUID.randomUUID().toString();
        System.out.println("Starting a PostgreSQL server for each service, and a cluster on them.");
        List<Restorable> servers = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster, servers)));
        for (String service : ClusterState.SERVICES) {
            servers.add(new Restorable(
                    service, ArchivedServer.create(programs, FOLDER.resolve(service), service, password)));
        }
        cluster.up(plan(servers, password));
        Sessions sessions = Sessions.logIn(cluster.state().address(), cluster);
        sessions.prepare(RestoreDrill.PRODUCTS);
        List<Result> results = services.stream()
                .map(service -> drill(cluster, sessions, find(servers, service)))
                .toList();
        String report = RestoreReport.of(results);
        System.out.println(report);
        Files.writeString(FOLDER.resolve("report.md"), report);
        return results.stream().allMatch(result -> result.unexplained().isEmpty()) ? 0 : 1;
    }

    private static Restorable find(List<Restorable> servers, String service) {
        return servers.stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new UserError("--service: expected store, headoffice or logistics"));
    }

    private static Result drill(Cluster cluster, Sessions sessions, Restorable server) {
        System.out.println("  restoring the database of " + server.service());
        return RestoreDrill.run(cluster, sessions, server, Timing.FULL);
    }

    private ClusterPlan plan(List<Restorable> servers, String password) {
        Map<String, String> addresses = servers.stream()
                .collect(Collectors.toMap(
                        Restorable::service, one -> one.server().address()));
        return new ClusterPlan(
                port,
                Map.of(),
                Balancing.DEFAULT,
                Optional.empty(),
                Optional.of(new Database(addresses, Optional.of(password))));
    }

    private static void end(Cluster cluster, List<Restorable> servers) {
        if (cluster.isThere()) {
            cluster.down();
        }
        servers.forEach(one -> one.server().close());
    }
}
