package dev.comptoir.store;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.store.receipts.MailSettings;
import dev.comptoir.store.refunds.RefundLimits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a store service.
 *
 * @param refundLimits up to which a clerk refunds without a manager's approval
 * @param loginList whether anyone may see the names of the staff, to choose one at the login
 * @param mail absent when receipts are not sent by e-mail
 */
public record StoreSettings(
        ServiceSettings service,
        RefundLimits refundLimits,
        boolean loginList,
        @Nullable MailSettings mail) {
    static final int PORT = 8080;
    private static final int REFUND_LIMIT_CENTS = 10_000;
    private static final int REFUND_DAY_LIMIT_CENTS = 50_000;
    private static final int HIGHEST_LIMIT_CENTS = 1_000_000_000;

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable is wrong */
    public static StoreSettings from(Environment environment) {
        StoreSettings settings = new StoreSettings(
                ServiceSettings.from(environment, "store", PORT),
                new RefundLimits(
                        cents(environment, "COMPTOIR_REFUND_LIMIT_CENTS", REFUND_LIMIT_CENTS),
                        cents(environment, "COMPTOIR_REFUND_DAY_LIMIT_CENTS", REFUND_DAY_LIMIT_CENTS)),
                environment.number("COMPTOIR_LOGIN_LIST", 1, 0, 1) == 1,
                MailSettings.from(environment));
        environment.refuseFaults();
        return settings;
    }

    private static Money cents(Environment environment, String variable, int usual) {
        return Money.ofCents(environment.number(variable, usual, 0, HIGHEST_LIMIT_CENTS));
    }
}
