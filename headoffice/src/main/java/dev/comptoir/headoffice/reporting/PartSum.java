package dev.comptoir.headoffice.reporting;

/**
 * A sum in cents.
 *
 * @param base the amount that a tax was charged on; 0 for other parts
 */
record PartSum(long base, long amount) {
    PartSum plus(PartSum other) {
        return new PartSum(base + other.base, amount + other.amount);
    }
}
