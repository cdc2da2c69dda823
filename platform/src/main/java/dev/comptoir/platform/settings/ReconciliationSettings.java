package dev.comptoir.platform.settings;

import java.time.Duration;

/**
 * When reconciliations run, and how long they may take.
 *
 * @param interval between the starts of two runs on the schedule
 * @param ruleLimit after which the check of a rule is cancelled
 */
public record ReconciliationSettings(Duration interval, Duration ruleLimit) {
    private static final int INTERVAL_MINUTES = 60;
    private static final int RULE_SECONDS = 300;

    /** Every hour, at most five minutes for each rule. */
    public static final ReconciliationSettings DEFAULT =
            new ReconciliationSettings(Duration.ofMinutes(INTERVAL_MINUTES), Duration.ofSeconds(RULE_SECONDS));

    static ReconciliationSettings from(Environment environment) {
        return new ReconciliationSettings(
                Duration.ofMinutes(environment.number("COMPTOIR_RECONCILIATION_MINUTES", INTERVAL_MINUTES, 1, 1_440)),
                Duration.ofSeconds(environment.number("COMPTOIR_RECONCILIATION_RULE_SECONDS", RULE_SECONDS, 1, 3_600)));
    }
}
