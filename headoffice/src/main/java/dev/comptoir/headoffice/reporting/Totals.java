package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Money;

/**
 * Sums of sales and refunds. A total is with taxes and deposits, a subtotal without them.
 *
 * @param net {@code salesTotal - refundsTotal}, as version 0.2 has it: with taxes and deposits
 * @param netSales {@code salesSubtotal - refundsSubtotal}
 */
public record Totals(
        long sales,
        Money salesTotal,
        Money salesSubtotal,
        long refunds,
        Money refundsTotal,
        Money refundsSubtotal,
        Money net,
        Money netSales) {
    static final Totals ZERO = new Totals(0, Money.ZERO, Money.ZERO, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    /** The columns of {@code store_day}, {@code store_hour} and {@code chain_hour}, summed up. */
    static final String COLUMNS = """
            coalesce(sum(sales), 0) AS sales, coalesce(sum(sales_total), 0) AS sales_total,
            coalesce(sum(sales_subtotal), 0) AS sales_subtotal,
            coalesce(sum(refunds), 0) AS refunds, coalesce(sum(refunds_total), 0) AS refunds_total,
            coalesce(sum(refunds_subtotal), 0) AS refunds_subtotal,
            coalesce(sum(sales_total - refunds_total), 0) AS net,
            coalesce(sum(sales_subtotal - refunds_subtotal), 0) AS net_sales
            """;

    Totals plus(Totals other) {
        return new Totals(
                sales + other.sales,
                salesTotal.plus(other.salesTotal),
                salesSubtotal.plus(other.salesSubtotal),
                refunds + other.refunds,
                refundsTotal.plus(other.refundsTotal),
                refundsSubtotal.plus(other.refundsSubtotal),
                net.plus(other.net),
                netSales.plus(other.netSales));
    }
}
