package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the sales, or of the refunds, of a store's business day: a key of {@code day_part}. The view {@code entry_part} has
 * the same rules for entries in the books.
 *
 * @param book {@code sale} or {@code refund}
 * @param part one of the constants
 * @param name of the tax, or the word of the tender; empty for other parts
 * @param perMillion the tax rate; 0 for other parts
 */
record DayPart(LocalDate day, String store, String book, String part, String name, int perMillion) {
    /** Without taxes and deposits. */
    static final String NET = "net";

    /** The amounts of the lines that bear no tax. */
    static final String ZERO_RATED = "zero-rated";

    static final String TAX = "tax";
    static final String DEPOSITS = "deposits";

    /** The deposits of empties, which were taken off what was due, or handed out. */
    static final String EMPTIES = "empties";

    static final String ROUNDING = "rounding";

    /** What was paid, less change; or what was handed back. */
    static final String TENDER = "tender";

    /** The parts of a sale that are not zero. */
    static Map<DayPart, PartSum> of(SaleRecorded sale) {
        Parts parts = new Parts(sale.businessDay(), sale.store(), "sale", new HashMap<>());
        parts.add(NET, sale.subtotal());
        for (SaleLine line : sale.lines()) {
            parts.addLine(line.taxes(), line.amount(), sale.taxes());
        }
        parts.addTaxes(sale.taxes(), sale.subtotal());
        parts.add(DEPOSITS, sale.deposits());
        parts.add(EMPTIES, Deposit.sum(sale.empties()));
        parts.add(ROUNDING, sale.rounding());
        parts.addTenders(sale.payments());
        parts.add(TENDER, Tender.CASH.word(), Money.ZERO.minus(sale.change()));
        return parts.sums();
    }

    /** The parts of a refund that are not zero. */
    static Map<DayPart, PartSum> of(RefundRecorded refund) {
        Parts parts = new Parts(refund.businessDay(), refund.store(), "refund", new HashMap<>());
        parts.add(NET, refund.subtotal());
        for (RefundLine line : refund.lines()) {
            parts.addLine(line.taxes(), line.amount(), refund.taxes());
        }
        parts.addTaxes(refund.taxes(), refund.subtotal());
        parts.add(DEPOSITS, refund.deposits());
        parts.add(ROUNDING, refund.rounding());
        if (refund.payments() == null) {
            parts.add(TENDER, refund.tender().word(), refund.total());
        } else {
            parts.addTenders(refund.payments());
        }
        return parts.sums();
    }

    /** The parts of one entry. */
    private record Parts(LocalDate day, String store, String book, Map<DayPart, PartSum> sums) {
        private void add(String part, Money amount) {
            add(part, "", amount);
        }

        private void add(String part, String name, Money amount) {
            add(new DayPart(day, store, book, part, name, 0), Money.ZERO, amount);
        }

        private void add(DayPart part, Money base, Money amount) {
            if (!base.isZero() || !amount.isZero()) {
                sums.merge(part, new PartSum(base.cents(), amount.cents()), PartSum::plus);
            }
        }

        /** @param taxes absent in the form without tax classes: the line bears all taxes of its entry */
        private void addLine(@Nullable List<TaxRate> taxes, Money amount, List<TaxAmount> ofEntry) {
            if (taxes == null ? ofEntry.isEmpty() : taxes.isEmpty()) {
                add(ZERO_RATED, amount);
            }
        }

        private void addTaxes(List<TaxAmount> taxes, Money subtotal) {
            for (TaxAmount tax : taxes) {
                add(
                        new DayPart(day, store, book, TAX, tax.name(), tax.perMillion()),
                        tax.baseIn(subtotal),
                        tax.amount());
            }
        }

        private void addTenders(List<Payment> payments) {
            payments.forEach(payment -> add(TENDER, payment.tender().word(), payment.amount()));
        }
    }
}
