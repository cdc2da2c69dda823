package dev.comptoir.platform.reconciliation;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.reconciliation.Reconciliation.Run;
import dev.comptoir.platform.reconciliation.Reconciliation.SettledDifference;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import dev.comptoir.platform.telemetry.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of the reconciliation: its last results, the request of a run, and explanations of differences. */
public final class Reconciliations {
    private static final String PATH = "/reconciliation";

    private static final DatabaseGauge RESULTS = new DatabaseGauge(
            Map.of(
                    "comptoir.reconciliation.differences",
                    "Open differences of the last reconciliation",
                    "comptoir.reconciliation.unchecked_rules",
                    "Rules that the last reconciliation could not check",
                    "comptoir.reconciliation.last_run_timestamp_seconds",
                    "End of the last reconciliation"),
            "",
            """
            SELECT value.name, '' AS label, value.value
            FROM (SELECT ended_at FROM reconciliation_run WHERE ended_at IS NOT NULL AND NOT failed
                  ORDER BY ended_at DESC LIMIT 1) AS last,
                 LATERAL (VALUES
                    ('comptoir.reconciliation.last_run_timestamp_seconds', extract(epoch FROM last.ended_at)),
                    ('comptoir.reconciliation.unchecked_rules',
                        (SELECT count(*) FROM reconciliation_check WHERE failure IS NOT NULL)),
                    ('comptoir.reconciliation.differences',
                        (SELECT count(*) FROM reconciliation_difference NATURAL LEFT JOIN reconciliation_settled
                         WHERE settled_at IS NULL))) AS value (name, value)
            """);

    private static final DatabaseGauge DURATIONS = new DatabaseGauge(
            Map.of("comptoir.reconciliation.rule_duration_seconds", "Duration of the last check of a rule"),
            "rule",
            """
            SELECT 'comptoir.reconciliation.rule_duration_seconds' AS name, rule AS label, milliseconds / 1000.0 AS value
            FROM reconciliation_check
            """);

    private final Database database;
    private final ReconciliationJob job;

    private Reconciliations(Database database, ReconciliationJob job) {
        this.database = database;
        this.job = job;
    }

    /**
     * The run that a request is answered with.
     *
     * @param number {@code lastRun} has it, or a higher one, when the run has ended
     * @param running whether the run had started before the request: it may miss what was written since
     */
    public record RequestedRun(long number, boolean running) {}

    /** @param access for reading results, requesting runs and settling differences */
    public static List<Endpoint> endpoints(Database database, Access access, ReconciliationJob job, Metrics metrics) {
        Reconciliations reconciliations = new Reconciliations(database, job);
        metrics.databaseGauge(RESULTS);
        metrics.databaseGauge(DURATIONS);
        double interval = job.settings().interval().toSeconds();
        metrics.gauge(
                "comptoir.reconciliation.interval_seconds",
                "Time between two scheduled reconciliations",
                () -> interval);
        return List.of(
                Endpoint.get(PATH, "The results of the last reconciliation, with every open difference")
                        .access(access)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, Reconciliation.class)
                        .handledBy(request -> Response.ok(reconciliations.read())),
                Endpoint.post(PATH, "Requests a full reconciliation; while one runs, that one counts")
                        .access(access)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(202, RequestedRun.class)
                        .handledBy(request -> reconciliations.request(request)),
                Endpoint.post(PATH + "/settled-differences", "Records why a difference is right")
                        .access(access)
                        .body(NewSettledDifference.class)
                        .returns(201, SettledDifference.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(reconciliations::settle));
    }

    private Reconciliation read() {
        return database.snapshot(sql -> Reconciliation.of(
                Results.read(sql, job.rules()),
                Runs.last(sql).orElse(null),
                Runs.open(sql).orElse(null)));
    }

    private Response request(Request request) {
        Optional<Run> open = Optional.empty();
        while (open.isEmpty()) {
            open = database.write(transaction -> {
                Runs.request(transaction.sql(), request.caller().name());
                return Runs.open(transaction.sql());
            });
        }
        job.wake();
        return new Response(202, requested(open.get()), Map.of("Location", PATH));
    }

    private static RequestedRun requested(Run run) {
        return new RequestedRun(run.number(), run.startedAt() != null);
    }

    private Response settle(Request request) {
        NewSettledDifference settled = request.body(NewSettledDifference.class);
        String manager = request.caller().name();
        return database.statement(sql -> Results.settle(sql, settled, manager))
                .map(recorded -> new Response(201, recorded, Map.of()))
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no open difference is like this"));
    }
}
