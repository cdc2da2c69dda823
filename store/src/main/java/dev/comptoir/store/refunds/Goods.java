package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.refunds.NewRefund.NewRefundLine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Goods of a sale that come back, at the prices and with the shares of the taxes that were paid.
 *
 * @param lines at least one
 */
record Goods(SoldSale sale, List<Refund.Line> lines, Amounts amounts) implements Refunds.Found {

    /**
     * Which units come back.
     *
     * @param lines absent for everything that is still returnable
     * @param backToShelf for when {@code lines} is absent
     */
    record Wanted(@Nullable List<NewRefundLine> lines, boolean backToShelf) {
        private List<NewRefundLine> of(Map<Integer, SoldLine> sold) {
            return lines != null
                    ? lines
                    : sold.values().stream()
                            .filter(line -> line.returnable() > 0)
                            .map(line -> new NewRefundLine(line.line(), Quantity.of(line.returnable()), backToShelf))
                            .toList();
        }
    }

    /** @param found the sale that the order names */
    static Refunds.Found of(Handle sql, RefundOrder order, Optional<SoldSale> found) {
        if (found.isEmpty()) {
            return Reservations.isOfOtherDeployment(sql, order.till().store(), order.sale())
                    ? new Refunds.OtherStore()
                    : new Refunds.NotFound();
        }
        SoldSale sale = found.get();
        Optional<String> reservedFor = ReservedSales.storeOf(sql, sale.number());
        if (reservedFor.isPresent()) {
            return new Refunds.SaleReserved(reservedFor.get());
        }
        List<NewRefundLine> lines = order.wanted().of(sale.lines());
        Optional<Refunds.Refusal> refusal = refusal(sale.lines(), lines);
        return refusal.isPresent() ? refusal.get() : of(sale, lines);
    }

    private static Optional<Refunds.Refusal> refusal(Map<Integer, SoldLine> sold, List<NewRefundLine> lines) {
        if (lines.isEmpty()) {
            return Optional.of(new Refunds.NothingReturnable());
        }
        for (NewRefundLine line : lines) {
            SoldLine of = sold.get(line.line());
            if (of == null) {
                return Optional.of(new Refunds.UnknownLine(line.line()));
            }
            if (line.quantity().units() > of.returnable()) {
                return Optional.of(
                        new Refunds.ReturnedTooMuch(line.line(), line.quantity().units(), of.returnable()));
            }
        }
        return Optional.empty();
    }

    private static Goods of(SoldSale sale, List<NewRefundLine> wanted) {
        Map<Integer, SoldLine> sold = sale.lines();
        List<Refund.Line> lines = wanted.stream().map(line -> line(sold, line)).toList();
        Map<Integer, Integer> units =
                lines.stream().collect(Collectors.toMap(Refund.Line::line, Refund.Line::quantity));
        Amounts amounts = Amounts.of(
                Money.sum(lines.stream().map(Refund.Line::amount)),
                SoldLine.taxesOfNext(sale.taxes(), sold.values(), units),
                Money.sum(lines.stream().map(Refund.Line::deposit)));
        return new Goods(sale, lines, amounts);
    }

    private static Refund.Line line(Map<Integer, SoldLine> sold, NewRefundLine line) {
        SoldLine of = Objects.requireNonNull(sold.get(line.line()));
        int units = line.quantity().units();
        return new Refund.Line(
                line.line(),
                of.productId(),
                units,
                of.amountOfNext(units),
                line.backToShelf(),
                of.taxes(),
                of.depositOfNext(units));
    }

    Money total() {
        return amounts.total();
    }
}
