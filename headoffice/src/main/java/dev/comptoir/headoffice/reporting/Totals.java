package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Money;

/**
 * Sums of sales and refunds.
 *
 * @param net sales less refunds
 */
public record Totals(long sales, Money salesTotal, long refunds, Money refundsTotal, Money net) {
    static final Totals ZERO = new Totals(0, Money.ZERO, 0, Money.ZERO, Money.ZERO);

    /** The columns of {@code store_day} and {@code store_hour}, summed up. */
    static final String COLUMNS = """
            coalesce(sum(sales), 0) AS sales, coalesce(sum(sales_total), 0) AS sales_total,
            coalesce(sum(refunds), 0) AS refunds, coalesce(sum(refunds_total), 0) AS refunds_total,
            coalesce(sum(sales_total - refunds_total), 0) AS net
            """;

    Totals plus(Totals other) {
        return new Totals(
                sales + other.sales,
                salesTotal.plus(other.salesTotal),
                refunds + other.refunds,
                refundsTotal.plus(other.refundsTotal),
                net.plus(other.net));
    }
}
