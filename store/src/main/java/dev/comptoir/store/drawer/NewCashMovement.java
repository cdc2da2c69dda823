package dev.comptoir.store.drawer;

import dev.comptoir.contract.Money;
import dev.comptoir.store.approvals.Approvals.Approval;
import org.jspecify.annotations.Nullable;

/**
 * Cash to put into the drawer or to take out of it.
 *
 * @param direction {@code in} or {@code out}
 * @param amount 0.01 to 1,000,000.00
 * @param reason 1 to 200 characters
 * @param approval a clerk needs one to take cash out
 */
public record NewCashMovement(
        String direction,
        Money amount,
        String reason,
        @Nullable Approval approval) {
    /** One million dollars: more than any drawer holds. */
    static final long CASH_LIMIT_CENTS = 100_000_000;

    private static final int REASON_LIMIT = 200;

    public NewCashMovement {
        if (!direction.equals("in") && !direction.equals("out")) {
            throw new IllegalArgumentException("a direction is one of in, out");
        }
        if (amount.cents() < 1 || amount.cents() > CASH_LIMIT_CENTS) {
            throw new IllegalArgumentException("an amount lies between 1 and " + CASH_LIMIT_CENTS + " cents");
        }
        if (reason.isBlank() || reason.length() > REASON_LIMIT) {
            throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
        }
    }

    boolean isOut() {
        return direction.equals("out");
    }
}
