package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;

/**
 * How much a clerk refunds without a manager's approval.
 *
 * @param ofSale of one sale, all its refunds together
 * @param ofDay on one business day, all refunds of the clerk without approval together
 */
public record RefundLimits(Money ofSale, Money ofDay) {}
