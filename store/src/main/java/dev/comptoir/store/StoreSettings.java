package dev.comptoir.store;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;

/**
 * What a store service needs to know before it starts.
 *
 * @param refundLimit up to which a clerk refunds without a manager's approval
 * @param loginList whether anybody who reaches the service may see the stores' staff, to choose a name from a list
 */
public record StoreSettings(ServiceSettings service, Money refundLimit, boolean loginList) {
    static final int PORT = 8080;
    private static final int REFUND_LIMIT_CENTS = 10_000;
    private static final int HIGHEST_LIMIT_CENTS = 1_000_000_000;

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable is wrong */
    public static StoreSettings from(Environment environment) {
        StoreSettings settings = new StoreSettings(
                ServiceSettings.from(environment, "store", PORT),
                Money.ofCents(
                        environment.number("COMPTOIR_REFUND_LIMIT_CENTS", REFUND_LIMIT_CENTS, 0, HIGHEST_LIMIT_CENTS)),
                environment.number("COMPTOIR_LOGIN_LIST", 1, 0, 1) == 1);
        environment.refuseFaults();
        return settings;
    }
}
