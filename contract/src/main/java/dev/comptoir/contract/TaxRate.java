package dev.comptoir.contract;

/**
 * A rate of a tax.
 *
 * @param name of the tax, as printed on receipts, 1 to 20 characters: {@code GST}
 * @param perMillion the rate in millionths of the taxable base, 0 to 1,000,000: 9.975 % is 99,750
 */
public record TaxRate(String name, int perMillion) {
    private static final int NAME_LIMIT = 20;
    private static final int MILLION = 1_000_000;

    /** @throws IllegalArgumentException when the name or the rate is out of range */
    public TaxRate {
        Text.require(name, NAME_LIMIT, "the name of a tax");
        requirePerMillion(perMillion);
    }

    static void requirePerMillion(int perMillion) {
        if (perMillion < 0 || perMillion > MILLION) {
            throw new IllegalArgumentException("a rate lies between 0 and 1,000,000 millionths");
        }
    }
}
