package dev.comptoir.contract;

/**
 * Where the books of a register end: what its store has recorded, or what the head office holds of it. Equal texts mean that
 * no entry at the end is missing.
 *
 * @param lastSale the sequence of the last sale
 * @param salesTotal of all sales up to it
 * @param lastRefund the sequence of the last refund
 * @param refundsTotal of all refunds up to it
 * @param lastDay the number of the last Z report
 */
public record RegisterBook(long lastSale, Money salesTotal, long lastRefund, Money refundsTotal, long lastDay) {
    public static final RegisterBook EMPTY = new RegisterBook(0, Money.ZERO, 0, Money.ZERO, 0);

    private static final String NAME = "register ";

    /** The name of a register's digest: {@code register S1-2}. */
    public static String nameOf(String store, int register) {
        return NAME + store + "-" + register;
    }

    /**
     * The book with this text.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static RegisterBook of(String text) {
        String[] numbers = text.split("[: ]", -1);
        if (numbers.length != 5) {
            throw new IllegalArgumentException("not the end of a register's book: " + text);
        }
        return new RegisterBook(
                Long.parseLong(numbers[0]),
                Money.ofCents(Long.parseLong(numbers[1])),
                Long.parseLong(numbers[2]),
                Money.ofCents(Long.parseLong(numbers[3])),
                Long.parseLong(numbers[4]));
    }

    /** Sales, refunds and Z reports, in cents: {@code 120:345678 7:1234 3}. */
    public String text() {
        return lastSale + ":" + salesTotal.cents() + " " + lastRefund + ":" + refundsTotal.cents() + " " + lastDay;
    }
}
