package dev.comptoir.store.refunds;

import dev.comptoir.store.checkout.Sale;

/**
 * A refund and a sale that were made together: what one hands over by the tender {@code exchange}, the other one takes.
 *
 * @param refund of the goods that came back
 * @param sale of the goods that they paid for
 */
public record Exchange(Refund refund, Sale sale) {}
