package dev.comptoir.contract;

/**
 * One tax as it was charged: stored with the sale and never computed again.
 *
 * @param name the name of the rate
 * @param perMillion the rate at the time of the sale, in millionths
 * @param amount what it came to
 */
public record TaxAmount(String name, int perMillion, Money amount) {}
