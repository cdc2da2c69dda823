package dev.comptoir.store.refunds;

import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Carts;
import dev.comptoir.store.checkout.Checkout;
import dev.comptoir.store.checkout.Order;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.refunds.Refunds.Started;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Exchanges goods of a sale for others, in one transaction. It locks the sale, the register, then all shelves of both halves in
 * the order of products. The goods that come back are on the shelf before the others are sold.
 */
public final class Exchanges {
    private final Refunds refunds;
    private final Checkout checkout;
    private final Shelf shelf;

    public Exchanges(Refunds refunds, Checkout checkout, Shelf shelf) {
        this.refunds = refunds;
        this.checkout = checkout;
        this.shelf = shelf;
    }

    sealed interface Outcome {}

    record Exchanged(Exchange exchange) implements Outcome {}

    /** Nothing came back, and nothing was sold. */
    record NotRefunded(Refunds.Refusal reason) implements Outcome {}

    /** Nothing was sold, and nothing came back. */
    record NotSold(dev.comptoir.store.checkout.Refusal reason) implements Outcome {}

    /**
     * After a refusal the transaction must be rolled back.
     *
     * @param order of the refund
     * @param sale without a credit
     */
    Outcome exchange(Transaction transaction, RefundOrder order, Order sale, String reason) {
        return switch (refunds.start(transaction, order)) {
            case Started started -> exchange(transaction, order, started, sale, reason);
            case Refunds.Refusal refusal -> new NotRefunded(refusal);
        };
    }

    private Outcome exchange(Transaction transaction, RefundOrder order, Started started, Order sale, String reason) {
        lockShelves(transaction, started.goods(), sale);
        refunds.putBack(transaction, order, started.goods());
        return switch (checkout.complete(transaction, sale.paidWith(credit(order, started)))) {
            case Done<Sale>(var sold) -> refund(transaction, order, started, sold, reason);
            case Refused<Sale>(var refusal) -> new NotSold(refusal);
        };
    }

    private void lockShelves(Transaction transaction, Goods goods, Order sale) {
        Set<Long> products = new TreeSet<>(Carts.productsOf(transaction, sale));
        goods.lines().forEach(line -> products.add(line.productId()));
        shelf.lock(transaction, sale.till().store(), products);
    }

    /** The goods pay as much of the sale as they are worth. */
    private Order.Credit credit(RefundOrder order, Started started) {
        Goods goods = started.goods();
        TenderBalance balance = refunds.balance(goods.sale());
        String number = started.entry().number(order.till());
        return total -> balance.exchange(goods.total().isLessThan(total) ? goods.total() : total, number);
    }

    private Outcome refund(Transaction transaction, RefundOrder order, Started started, Sale sold, String reason) {
        List<Payment> exchanged = sold.settlement().payments().stream()
                .filter(payment -> payment.tender() == Tender.EXCHANGE)
                .map(payment -> payment.exchangedWith(sold.number()))
                .toList();
        return switch (refunds.complete(transaction, order, started, exchanged, reason)) {
            case Refunds.Refunded(var refund) -> new Exchanged(new Exchange(refund, sold));
            case Refunds.Refusal refusal -> new NotRefunded(refusal);
        };
    }
}
