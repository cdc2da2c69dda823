package dev.comptoir.platform.reconciliation;

import static java.util.stream.Collectors.groupingBy;

import dev.comptoir.platform.reconciliation.Reconciliation.Check;
import dev.comptoir.platform.reconciliation.Reconciliation.Difference;
import dev.comptoir.platform.reconciliation.Reconciliation.Outcome;
import dev.comptoir.platform.reconciliation.Reconciliation.SettledDifference;
import dev.comptoir.platform.reconciliation.Reconciliation.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowViewMapper;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The last check of each rule, and the differences that it found. */
final class Results {
    private static final int RULES_LIMIT = 1_000;
    private static final int DIFFERENCES_LIMIT = 100_000;

    private Results() {}

    /**
     * What earlier checks of a rule left.
     *
     * @param watermark up to which everything was read
     * @param clean whether the last check ended and no difference is open
     */
    record Before(Instant watermark, boolean clean) {}

    /** Empty if the rule was never checked. */
    static Optional<Before> before(Handle sql, Rule rule) {
        return sql.createQuery("""
                        SELECT watermark, failure IS NULL AND NOT EXISTS (
                            SELECT FROM reconciliation_difference d NATURAL LEFT JOIN reconciliation_settled s
                            WHERE d.rule = c.rule AND s.settled_at IS NULL) AS clean
                        FROM reconciliation_check c WHERE rule = :rule AND watermark IS NOT NULL
                        """)
                .bind("rule", rule.name())
                .map(row ->
                        new Before(row.getColumn("watermark", Instant.class), row.getColumn("clean", Boolean.class)))
                .findOne();
    }

    /**
     * A check that ended.
     *
     * @param full whether it read all rows
     * @param startedAt the next check reads what is newer
     */
    record Ended(boolean full, Instant startedAt, long milliseconds, boolean truncated, List<Difference> found) {}

    /** Replaces the differences of earlier checks after a full check, and adds to them after another one. */
    static void record(Handle sql, Rule rule, Ended check) {
        sql.useTransaction(transaction -> {
            transaction
                    .createUpdate("""
                            INSERT INTO reconciliation_check (rule, milliseconds, truncated, checked_at, full_checked_at,
                                                              watermark)
                            VALUES (:rule, :milliseconds, :truncated, :startedAt, CASE WHEN :full THEN :startedAt::timestamptz END,
                                    :startedAt)
                            ON CONFLICT (rule) DO UPDATE
                            SET milliseconds = excluded.milliseconds, truncated = excluded.truncated,
                                checked_at = excluded.checked_at, watermark = excluded.watermark, failure = NULL,
                                full_checked_at = coalesce(excluded.full_checked_at, reconciliation_check.full_checked_at)
                            """)
                    .bind("rule", rule.name())
                    .bind("milliseconds", check.milliseconds())
                    .bind("truncated", check.truncated())
                    .bind("startedAt", check.startedAt())
                    .bind("full", check.full())
                    .execute();
            insert(transaction, rule, check);
        });
    }

    private static void insert(Handle sql, Rule rule, Ended check) {
        if (check.full()) {
            sql.createUpdate("DELETE FROM reconciliation_difference WHERE rule = :rule")
                    .bind("rule", rule.name())
                    .execute();
        }
        if (check.found().isEmpty()) {
            return;
        }
        PreparedBatch batch = sql.prepareBatch("""
                INSERT INTO reconciliation_difference (rule, subject, expected, found)
                VALUES (:rule, :subject, :expected, :found) ON CONFLICT DO NOTHING
                """);
        check.found()
                .forEach(difference ->
                        batch.bind("rule", rule.name()).bindMethods(difference).add());
        batch.execute();
    }

    /** Differences that earlier checks found stay. */
    static void recordFailure(Handle sql, Rule rule, long milliseconds, String failure) {
        sql.createUpdate("""
                        INSERT INTO reconciliation_check (rule, milliseconds, failure) VALUES (:rule, :milliseconds, :failure)
                        ON CONFLICT (rule) DO UPDATE
                        SET milliseconds = excluded.milliseconds, failure = excluded.failure
                        """)
                .bind("rule", rule.name())
                .bind("milliseconds", milliseconds)
                .bind("failure", failure)
                .execute();
    }

    /** Forgets rules that an earlier version of the service had. */
    static void retain(Handle sql, List<Rule> rules) {
        sql.createUpdate("DELETE FROM reconciliation_check WHERE rule NOT IN (<rules>)")
                .bindList("rules", rules.stream().map(Rule::name).toList())
                .execute();
    }

    /** Records the explanation of an open difference; empty if no such difference is open. */
    static Optional<SettledDifference> settle(Handle sql, NewSettledDifference settled, String by) {
        return sql.createQuery("""
                        INSERT INTO reconciliation_settled (rule, subject, expected, found, reason, settled_by)
                        SELECT rule, subject, expected, found, :reason, :by FROM reconciliation_difference
                        WHERE (rule, subject, expected, found) = (:rule, :subject, :expected, :found)
                        ON CONFLICT DO NOTHING
                        RETURNING rule, subject, expected, found, reason, settled_by, settled_at
                        """)
                .bindMethods(settled)
                .bind("by", by)
                .map(Results::settled)
                .findOne();
    }

    /** The last check of each rule, in the order of the rules. */
    static List<Check> read(Handle sql, List<Rule> rules) {
        Map<String, Last> last =
                sql.createQuery("""
                        SELECT rule, milliseconds, truncated, checked_at, full_checked_at, failure
                        FROM reconciliation_check LIMIT :limit
                        """).bind("limit", RULES_LIMIT).map(LAST).collectToMap(Last::rule, Function.identity());
        Map<String, List<Found>> found = found(sql).stream().collect(groupingBy(Found::rule));
        return rules.stream()
                .map(rule -> check(
                        rule,
                        last.getOrDefault(rule.name(), Last.never(rule)),
                        found.getOrDefault(rule.name(), List.of())))
                .toList();
    }

    private record Last(
            String rule,
            boolean truncated,
            Timing timing,
            @Nullable String failure) {
        static Last never(Rule rule) {
            return new Last(rule.name(), false, new Timing(null, null, null), "it has not been checked yet");
        }
    }

    private static final RowViewMapper<Last> LAST = row -> new Last(
            row.getColumn("rule", String.class),
            row.getColumn("truncated", Boolean.class),
            new Timing(
                    row.getColumn("checked_at", Instant.class),
                    row.getColumn("full_checked_at", Instant.class),
                    row.getColumn("milliseconds", Long.class)),
            row.getColumn("failure", String.class));

    private record Found(
            String rule, Difference difference, @Nullable SettledDifference settled) {}

    private static List<Found> found(Handle sql) {
        return sql.createQuery("""
                        SELECT rule, subject, expected, found, reason, settled_by, settled_at
                        FROM reconciliation_difference NATURAL LEFT JOIN reconciliation_settled
                        ORDER BY subject, expected, found LIMIT :limit
                        """)
                .bind("limit", DIFFERENCES_LIMIT)
                .map(row -> new Found(
                        row.getColumn("rule", String.class),
                        difference(row),
                        row.getColumn("settled_at", Instant.class) == null ? null : settled(row)))
                .list();
    }

    private static Difference difference(RowView row) {
        return new Difference(
                row.getColumn("subject", String.class),
                row.getColumn("expected", String.class),
                row.getColumn("found", String.class));
    }

    private static SettledDifference settled(RowView row) {
        return new SettledDifference(
                difference(row),
                row.getColumn("reason", String.class),
                row.getColumn("settled_by", String.class),
                row.getColumn("settled_at", Instant.class));
    }

    private static Check check(Rule rule, Last last, List<Found> found) {
        List<Difference> open = found.stream()
                .filter(one -> one.settled() == null)
                .map(Found::difference)
                .toList();
        return new Check(
                rule.name(),
                rule.incremental(),
                last.failure() != null ? Outcome.NOT_CHECKED : open.isEmpty() ? Outcome.HOLDS : Outcome.DIFFERS,
                last.truncated(),
                open,
                found.stream().map(Found::settled).filter(Objects::nonNull).toList(),
                last.timing(),
                last.failure());
    }
}
