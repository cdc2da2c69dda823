package dev.comptoir.platform.reconciliation;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks the reconciliation rules of a service. */
public final class Reconciliations {
    private static final int DIFFERENCE_LIMIT = 200;

    /** A check reads whole books, and may take longer than other statements. */
    private static final String STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = '5min'";

    private final Database database;
    private final Clock clock;
    private final List<Rule> rules;
    private final AtomicReference<@Nullable Reconciliation> last = new AtomicReference<>();

    private Reconciliations(Database database, Clock clock, List<Rule> rules) {
        this.database = database;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * A rule that must hold.
     *
     * @param name a sentence
     * @param differences a query that finds violations: subject, expected, found, all texts
     */
    public record Rule(String name, String differences) {}

    /** @param ok whether there are no differences */
    public record Reconciliation(Instant checkedAt, boolean ok, List<Check> checks) {
        private long differences() {
            return checks.stream()
                    .mapToLong(check -> check.differences().size())
                    .sum();
        }
    }

    /** @param truncated whether there are more differences than the {@value #DIFFERENCE_LIMIT} that are listed */
    public record Check(String name, boolean truncated, List<Difference> differences) {}

    /** A violation of a rule; amounts are in cents. */
    public record Difference(String subject, String expected, String found) {}

    public static List<Endpoint> endpoints(
            Database database, Clock clock, Access access, List<Rule> rules, Metrics metrics) {
        Reconciliations reconciliations = new Reconciliations(database, clock, rules);
        reconciliations.bindTo(metrics);
        return List.of(Endpoint.get("/reconciliation", "Recomputes sums and counts, and lists every difference")
                .access(access)
                .returns(200, Reconciliation.class)
                .handledBy(request -> Response.ok(reconciliations.reconcile())));
    }

    private void bindTo(Metrics metrics) {
        metrics.gauge("comptoir.reconciliation.differences", "Differences found by the last reconciliation", () -> {
            Reconciliation latest = last.get();
            return latest == null ? Double.NaN : latest.differences();
        });
        metrics.gauge("comptoir.reconciliation.last_run_timestamp_seconds", "Time of the last reconciliation", () -> {
            Reconciliation latest = last.get();
            return latest == null ? Double.NaN : latest.checkedAt().getEpochSecond();
        });
    }

    private Reconciliation reconcile() {
        Instant now = clock.instant();
        List<Check> checks = database.snapshot(this::checkAll);
        Reconciliation reconciliation = new Reconciliation(
                now, checks.stream().allMatch(check -> check.differences().isEmpty()), checks);
        last.set(reconciliation);
        return reconciliation;
    }

    private List<Check> checkAll(Handle sql) {
        sql.execute(STATEMENT_TIMEOUT);
        return rules.stream().map(rule -> check(sql, rule)).toList();
    }

    private static Check check(Handle sql, Rule rule) {
        List<Difference> differences = sql.createQuery(rule.differences() + " ORDER BY 1 LIMIT :limit")
                .bind("limit", DIFFERENCE_LIMIT + 1)
                .map(row -> new Difference(
                        row.getColumn(1, String.class), row.getColumn(2, String.class), row.getColumn(3, String.class)))
                .list();
        boolean truncated = differences.size() > DIFFERENCE_LIMIT;
        return new Check(
                rule.name(),
                truncated,
                truncated ? List.copyOf(differences.subList(0, DIFFERENCE_LIMIT)) : differences);
    }
}
