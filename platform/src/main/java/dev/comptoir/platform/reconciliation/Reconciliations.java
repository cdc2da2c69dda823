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

/** Checks the rules of a service. */
public final class Reconciliations {
    private static final int MOST = 200;

    /** Books grow; a check of all of them may take longer than any other statement. */
    private static final String TIME_LIMIT = "SET LOCAL statement_timeout = '5min'";

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
     * What must hold.
     *
     * @param name a sentence
     * @param differences a statement that finds where it does not: subject, expected, found, all texts
     */
    public record Rule(String name, String differences) {}

    /** @param ok whether no rule found a difference */
    public record Reconciliation(Instant checkedAt, boolean ok, List<Check> checks) {
        private long differences() {
            return checks.stream()
                    .mapToLong(check -> check.differences().size())
                    .sum();
        }
    }

    /** @param truncated whether there are more differences than the {@value #MOST} that are listed */
    public record Check(String name, boolean truncated, List<Difference> differences) {}

    /** A place where a rule does not hold; amounts are in cents. */
    public record Difference(String subject, String expected, String found) {}

    public static List<Endpoint> endpoints(
            Database database, Clock clock, Access access, List<Rule> rules, Metrics metrics) {
        Reconciliations reconciliations = new Reconciliations(database, clock, rules);
        reconciliations.bindTo(metrics);
        return List.of(Endpoint.get("/reconciliation", "Recomputes what must hold and lists every difference")
                .access(access)
                .answers(200, Reconciliation.class)
                .handledBy(request -> Response.ok(reconciliations.reconcile())));
    }

    private void bindTo(Metrics metrics) {
        metrics.gauge("comptoir.reconciliation.differences", "Differences found by the last reconciliation", () -> {
            Reconciliation known = last.get();
            return known == null ? Double.NaN : known.differences();
        });
        metrics.gauge("comptoir.reconciliation.last_run_timestamp_seconds", "Time of the last reconciliation", () -> {
            Reconciliation known = last.get();
            return known == null ? Double.NaN : known.checkedAt().getEpochSecond();
        });
    }

    private Reconciliation reconcile() {
        Instant now = clock.instant();
        List<Check> checks = database.snapshot(this::checkAll);
        Reconciliation made = new Reconciliation(
                now, checks.stream().allMatch(check -> check.differences().isEmpty()), checks);
        last.set(made);
        return made;
    }

    private List<Check> checkAll(Handle sql) {
        sql.execute(TIME_LIMIT);
        return rules.stream().map(rule -> check(sql, rule)).toList();
    }

    private static Check check(Handle sql, Rule rule) {
        List<Difference> differences = sql.createQuery(rule.differences() + " ORDER BY 1 LIMIT :limit")
                .bind("limit", MOST + 1)
                .map((row, context) -> new Difference(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        boolean truncated = differences.size() > MOST;
        return new Check(rule.name(), truncated, truncated ? List.copyOf(differences.subList(0, MOST)) : differences);
    }
}
