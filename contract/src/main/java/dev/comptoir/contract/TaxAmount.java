package dev.comptoir.contract;

/**
 * One tax of a sale as charged; it is stored and never recomputed.
 *
 * @param name the name of the rate
 * @param perMillion the rate at the time of the sale, in millionths
 * @param amount of the tax
 */
public record TaxAmount(String name, int perMillion, Money amount) {}
