package dev.comptoir.platform.reconciliation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of the last run.
 *
 * @param checkedAt when the last run started; absent before the first has ended
 * @param ok whether every rule was checked and no difference is open
 * @param lastRun that ended
 * @param running the run that is requested or under way; absent between runs
 */
public record Reconciliation(
        @Nullable Instant checkedAt,
        boolean ok,
        List<Check> checks,
        @Nullable Run lastRun,
        @Nullable Run running) {

    static Reconciliation of(List<Check> checks, @Nullable Run lastRun, @Nullable Run running) {
        boolean ok = lastRun != null && checks.stream().allMatch(check -> check.outcome() == Outcome.HOLDS);
        return new Reconciliation(lastRun == null ? null : lastRun.startedAt(), ok, checks, lastRun, running);
    }

    /**
     * One run.
     *
     * @param number later runs have higher numbers
     * @param full whether it reads all rows, not only new ones
     * @param requestedBy absent for a run on the schedule
     * @param startedAt absent while it waits for its start
     * @param endedAt absent until it ends
     * @param milliseconds its duration; absent until it ends
     */
    public record Run(
            long number,
            boolean full,
            @Nullable String requestedBy,
            Instant requestedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long milliseconds) {}

    /** The result of the last check of a rule. */
    public enum Outcome {
        HOLDS("holds"),
        DIFFERS("differs"),
        NOT_CHECKED("not-checked");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** The value in JSON. */
        @JsonValue
        public String word() {
            return word;
        }
    }

    /**
     * The last check of a rule.
     *
     * @param incremental which rows incremental runs read for it
     * @param truncated whether there are more differences than are listed
     * @param differences that are open
     * @param settled differences that a manager settled and the last check still found
     * @param failure why the rule was not checked; absent if it was
     */
    public record Check(
            String name,
            Rule.Reading incremental,
            Outcome outcome,
            boolean truncated,
            List<Difference> differences,
            List<SettledDifference> settled,
            @JsonUnwrapped Timing timing,
            @Nullable String failure) {}

    /**
     * When a rule was checked.
     *
     * @param checkedAt when it was checked last; absent if it never was
     * @param fullCheckedAt when all rows were checked last
     * @param milliseconds the duration of the last check
     */
    public record Timing(
            @Nullable Instant checkedAt,
            @Nullable Instant fullCheckedAt,
            @Nullable Long milliseconds) {}

    /** A violation of a rule; amounts are in cents. */
    public record Difference(String subject, String expected, String found) {}

    /** A difference that a manager explained. */
    public record SettledDifference(
            @JsonUnwrapped Difference difference, String reason, String settledBy, Instant settledAt) {}
}
