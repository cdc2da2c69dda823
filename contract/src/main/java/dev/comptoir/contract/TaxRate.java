package dev.comptoir.contract;

/**
 * One tax of a store, charged on the subtotal of a sale.
 *
 * @param name as printed on receipts, 1 to 20 characters: {@code GST}
 * @param perMillion the rate in millionths of the subtotal, 0 to 1,000,000: 9.975 % is 99,750
 */
public record TaxRate(String name, int perMillion) {
    private static final int NAME_LIMIT = 20;

    /** @throws IllegalArgumentException when the name or the rate is out of range */
    public TaxRate {
        if (name.isBlank() || name.length() > NAME_LIMIT || perMillion < 0 || perMillion > 1_000_000) {
            throw new IllegalArgumentException(
                    "a tax has a name of 1 to 20 characters and a rate of 0 to 1,000,000 millionths");
        }
    }
}
