package dev.comptoir.platform.reconciliation;

/**
 * The explanation of a difference.
 *
 * @param rule its name
 * @param reason 1 to 500 characters
 */
public record NewSettledDifference(String rule, String subject, String expected, String found, String reason) {
    private static final int REASON_LIMIT = 500;

    public NewSettledDifference {
        reason = reason.strip();
        if (reason.isEmpty() || reason.length() > REASON_LIMIT) {
            throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
        }
    }
}
