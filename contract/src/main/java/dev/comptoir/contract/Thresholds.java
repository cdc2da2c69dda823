package dev.comptoir.contract;

/**
 * The limits of a product's normal stock level: below {@code low} it is low, above {@code high} it is over, at zero it is
 * out.
 *
 * @param low from 0 (never low) to 1,000,000, not above {@code high}
 * @param high from 0 to 1,000,000
 */
public record Thresholds(int low, int high) {
    public static final int LIMIT = 1_000_000;
    public static final Thresholds DEFAULT = new Thresholds(5, 100);

    /** @throws IllegalArgumentException when they are out of range or in the wrong order */
    public Thresholds {
        if (low < 0 || high > LIMIT || low > high) {
            throw new IllegalArgumentException("thresholds are 0 <= low <= high <= " + LIMIT);
        }
    }
}
