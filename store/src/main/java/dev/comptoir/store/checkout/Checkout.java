package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.checkout.Sales.Offer;
import dev.comptoir.store.checkout.Sales.Offered;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sells, in two round trips to the database: the first reads what is asked for, the second writes everything in one
 * statement if nothing of it has changed since. When something has, both are tried again.
 */
public final class Checkout {
    public static final int LINES_LIMIT = 200;
    public static final int PAYMENTS_LIMIT = 4;

    /** One hundred million dollars: a subtotal beyond it is a slip of the finger. */
    private static final long SUBTOTAL_LIMIT_CENTS = 10_000_000_000L;

    /** Each failed try means that another change came between; so many in a row are a sign of overload. */
    private static final int TRIES = 50;

    private final Database database;
    private final Outbox outbox;
    private final SalesMetrics takings;
    private final Clock clock;

    public Checkout(Database database, Outbox outbox, SalesMetrics takings, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.takings = takings;
        this.clock = clock;
    }

    /**
     * What a register sells.
     *
     * @param lines absent for the register's cart
     */
    public record Order(
            Till till,
            String cashier,
            String key,
            byte[] fingerprint,
            @Nullable List<Wanted> lines,
            List<Payment> payments) {}

    /** @param unitPrice the price that the customer was told; absent for whatever it is */
    public record Wanted(
            long productId, Quantity quantity, @Nullable Money unitPrice) {}

    /** What came of an order. */
    public sealed interface Outcome {}

    /** Sold, now or by an earlier send of the same key. */
    public record Completed(Sale sale) implements Outcome {}

    /** The key was used for another order. */
    public record KeyReused() implements Outcome {}

    public record EmptyCart() implements Outcome {}

    public record UnknownProduct(long productId) implements Outcome {}

    /** The shelf has less than what is wanted. */
    public record ShelfTooShort(long productId, String name, int wanted, int left) implements Outcome {}

    /** The customer was told another price. */
    public record PriceChanged(long productId, String name, Money seen, Money now) implements Outcome {}

    public record Underpaid(Money total, Money paid) implements Outcome {}

    /** Cards were charged more than the total; only cash gives change. */
    public record OverpaidByCard(Money total, Money card) implements Outcome {}

    /** The total is beyond what a till takes. */
    public record TooMuch() implements Outcome {}

    /** The register's day is not open. */
    public record RegisterClosed() implements Outcome {}

    /** The register does not exist, or no longer. */
    public record UnknownRegister() implements Outcome {}

    /** The same shelves changed again and again while this order was looked at. */
    public record Busy() implements Outcome {}

    /** Completes the order, or refuses it and changes nothing. */
    public Outcome complete(Order order) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Offer> offer = database.read(sql -> Sales.offer(sql, order));
            if (offer.isEmpty()) {
                return new UnknownRegister();
            }
            Optional<Outcome> settled = settle(order, offer.get());
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        return new Busy();
    }

    /** Empty when something changed between the two round trips. */
    private Optional<Outcome> settle(Order order, Offer offer) {
        if (offer.earlierSale() != null) {
            return Optional.of(replay(order, offer.earlierSale(), offer.earlierFingerprint()));
        }
        if (!offer.open()) {
            return Optional.of(new RegisterClosed());
        }
        Optional<Outcome> refusal = refusal(offer.lines());
        if (refusal.isPresent()) {
            return refusal;
        }
        return switch (draft(order, offer)) {
            case Refused(var reason) -> Optional.of(reason);
            case Drafted(var sale) -> sell(order, offer, sale).map(Completed::new);
        };
    }

    private Outcome replay(Order order, String number, byte @Nullable [] fingerprint) {
        return Arrays.equals(order.fingerprint(), fingerprint)
                ? new Completed(database.read(sql -> Sales.find(sql, number)).orElseThrow())
                : new KeyReused();
    }

    private static Optional<Outcome> refusal(List<Offered> lines) {
        if (lines.isEmpty()) {
            return Optional.of(new EmptyCart());
        }
        for (Offered line : lines) {
            if (!line.known()) {
                return Optional.of(new UnknownProduct(line.productId()));
            }
            if (line.seenPrice() != null && !line.seenPrice().equals(line.price())) {
                return Optional.of(new PriceChanged(line.productId(), line.name(), line.seenPrice(), line.price()));
            }
            if (line.left() < line.quantity()) {
                return Optional.of(new ShelfTooShort(line.productId(), line.name(), line.quantity(), line.left()));
            }
        }
        return Optional.empty();
    }

    private sealed interface Draft {}

    private record Drafted(SaleRecorded sale) implements Draft {}

    private record Refused(Outcome reason) implements Draft {}

    /** The sale but for its number and its place in the register's book, which the database gives. */
    private Draft draft(Order order, Offer offer) {
        List<SaleLine> lines = new ArrayList<>();
        long cents = 0;
        for (Offered offered : offer.lines()) {
            long amount = offered.price().cents() * offered.quantity();
            cents += amount;
            if (cents > SUBTOTAL_LIMIT_CENTS) {
                return new Refused(new TooMuch());
            }
            lines.add(new SaleLine(
                    offered.productId(),
                    offered.sku(),
                    offered.name(),
                    offered.quantity(),
                    offered.price(),
                    Money.ofCents(amount)));
        }
        Money subtotal = Money.ofCents(cents);
        List<TaxAmount> taxes = Taxes.on(subtotal, offer.taxes());
        Money total = subtotal.plus(Taxes.sum(taxes));
        Money paid = sum(order.payments());
        Money card = sum(order.payments().stream()
                .filter(payment -> payment.tender() == Tender.CARD)
                .toList());
        if (paid.isLessThan(total)) {
            return new Refused(new Underpaid(total, paid));
        }
        if (total.isLessThan(card)) {
            return new Refused(new OverpaidByCard(total, card));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Drafted(new SaleRecorded(
                "",
                order.till().store(),
                order.till().register(),
                0,
                Money.ZERO,
                order.cashier(),
                now,
                LocalDate.ofInstant(now, offer.timeZone()),
                lines,
                subtotal,
                taxes,
                total,
                order.payments(),
                paid.minus(total)));
    }

    /** @throws IllegalArgumentException when the sum is beyond the limit of an amount */
    static Money sum(List<Payment> payments) {
        return payments.stream().map(Payment::amount).reduce(Money.ZERO, Money::plus);
    }

    private Optional<Sale> sell(Order order, Offer offer, SaleRecorded draft) {
        Optional<String> number = database.statement(sql -> Sales.sell(sql, order, offer, draft, Events.write(draft)));
        number.ifPresent(sold -> {
            outbox.wake();
            takings.sold(draft.store(), draft.total());
        });
        return number.map(sold -> sale(sold, draft));
    }

    private static Sale sale(String number, SaleRecorded draft) {
        List<Sale.Line> lines = new ArrayList<>();
        for (SaleLine line : draft.lines()) {
            lines.add(new Sale.Line(
                    lines.size() + 1,
                    line.productId(),
                    line.sku(),
                    line.name(),
                    line.quantity(),
                    line.unitPrice(),
                    line.amount()));
        }
        return new Sale(
                number,
                draft.store(),
                draft.register(),
                draft.cashier(),
                draft.soldAt(),
                draft.businessDay(),
                lines,
                draft.subtotal(),
                draft.taxes(),
                draft.total(),
                draft.payments(),
                draft.change());
    }

    /** One line a product, in the order in which shelves are locked; lines of the same product and price are merged. */
    static List<Wanted> merged(List<Wanted> lines) {
        Map<Long, Wanted> byProduct = new TreeMap<>();
        for (Wanted line : lines) {
            byProduct.merge(line.productId(), line, (first, second) -> {
                if (first.unitPrice() != null
                        && second.unitPrice() != null
                        && !first.unitPrice().equals(second.unitPrice())) {
                    throw new IllegalArgumentException("the lines of one product give different prices");
                }
                return new Wanted(
                        first.productId(),
                        Quantity.of(first.quantity().units() + second.quantity().units()),
                        first.unitPrice() == null ? second.unitPrice() : first.unitPrice());
            });
        }
        return List.copyOf(byProduct.values());
    }
}
