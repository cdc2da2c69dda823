package dev.comptoir.store.refunds;

import dev.comptoir.store.checkout.NewSale;

/**
 * Goods that come back, and others that they pay for.
 *
 * @param refund what comes back; what it is worth above the sale is handed back by its rules
 * @param sale what is sold; its payments are those of the difference
 */
public record NewExchange(NewRefund refund, NewSale sale) {

    /** For the fingerprint of the request, which must not contain a password. */
    NewExchange withoutApproval() {
        return new NewExchange(refund.withoutApproval(), sale);
    }
}
