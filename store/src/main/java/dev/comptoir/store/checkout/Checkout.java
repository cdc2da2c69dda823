package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.metrics.SalesMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sells in two round trips to the database: the first reads the offer, the second writes the sale in one statement if
 * nothing of the offer has changed since. If the offer has changed, both are repeated.
 */
public final class Checkout {
    /** One hundred million dollars: a subtotal above it is a typing error. */
    private static final long SUBTOTAL_LIMIT_CENTS = 10_000_000_000L;

    /** An attempt fails only if another change was committed meanwhile; this many in a row mean overload. */
    private static final int ATTEMPTS = 50;

    private final Database database;
    private final Outbox outbox;
    private final SalesMetrics metrics;
    private final Clock clock;

    public Checkout(Database database, Outbox outbox, SalesMetrics metrics, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Completes the order, or refuses it and changes nothing. */
    Outcome<Sale> complete(Order order) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Offer> offer = database.read(sql -> Sales.offer(sql, order));
            if (offer.isEmpty()) {
                return new Refused<>(new Refusal.RegisterGone());
            }
            Optional<Outcome<Sale>> outcome = attempt(order, offer.get());
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return new Refused<>(new Refusal.TooManyRequests());
    }

    /** Empty when something changed between the two round trips. */
    private Optional<Outcome<Sale>> attempt(Order order, Offer offer) {
        if (offer.earlier() != null) {
            return Optional.of(replay(order, offer.earlier()));
        }
        return switch (draft(order, offer)) {
            case Refused<SaleDraft>(var reason) -> Optional.of(new Refused<>(reason));
            case Done<SaleDraft>(var draft) -> sell(order, offer, draft).map(Done::new);
        };
    }

    private Outcome<Sale> replay(Order order, Offer.EarlierSale earlier) {
        return Arrays.equals(order.fingerprint(), earlier.fingerprint())
                ? new Done<>(
                        database.read(sql -> Sales.find(sql, earlier.number())).orElseThrow())
                : new Refused<>(new Refusal.IdempotencyKeyReused());
    }

    private Outcome<SaleDraft> draft(Order order, Offer offer) {
        Optional<Refusal> refusal = refusal(offer);
        if (refusal.isPresent()) {
            return new Refused<>(refusal.get());
        }
        Amounts amounts = Amounts.taxed(Money.ofCents(subtotalCents(offer)), offer.taxes());
        Optional<Refusal> wrongPayment = wrongPayment(amounts.total(), order.payments());
        if (wrongPayment.isPresent()) {
            return new Refused<>(wrongPayment.get());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Done<>(new SaleDraft(
                order.till(),
                order.cashier(),
                now,
                LocalDate.ofInstant(now, offer.timeZone()),
                offer.lines().stream().map(Offer.Line::sold).toList(),
                amounts,
                Settlement.of(amounts.total(), order.payments())));
    }

    private static Optional<Refusal> refusal(Offer offer) {
        if (!offer.open()) {
            return Optional.of(new Refusal.RegisterClosed());
        }
        if (!offer.unknown().isEmpty()) {
            return Optional.of(new Refusal.UnknownProduct(offer.unknown().getFirst()));
        }
        if (offer.lines().isEmpty()) {
            return Optional.of(new Refusal.EmptyCart());
        }
        for (Offer.Line line : offer.lines()) {
            if (line.seenPrice() != null && !line.seenPrice().equals(line.price())) {
                return Optional.of(
                        new Refusal.PriceChanged(line.productId(), line.name(), line.seenPrice(), line.price()));
            }
            if (line.left() < line.quantity()) {
                return Optional.of(
                        new Refusal.ShelfTooShort(line.productId(), line.name(), line.quantity(), line.left()));
            }
        }
        return subtotalCents(offer) > SUBTOTAL_LIMIT_CENTS ? Optional.of(new Refusal.TotalTooHigh()) : Optional.empty();
    }

    /** It may be beyond the limit of {@link Money}. */
    private static long subtotalCents(Offer offer) {
        return offer.lines().stream()
                .mapToLong(line -> line.price().cents() * line.quantity())
                .sum();
    }

    private static Optional<Refusal> wrongPayment(Money total, List<Payment> payments) {
        Money paid = Settlement.paid(payments);
        if (paid.isLessThan(total)) {
            return Optional.of(new Refusal.Underpaid(total, paid));
        }
        Money card = Settlement.paidByCard(payments);
        return total.isLessThan(card) ? Optional.of(new Refusal.OverpaidByCard(total, card)) : Optional.empty();
    }

    private Optional<Sale> sell(Order order, Offer offer, SaleDraft draft) {
        Optional<String> number = database.statement(sql -> Sales.sell(sql, order, offer, draft));
        number.ifPresent(sold -> {
            outbox.wake();
            metrics.sold(draft.till().store(), draft.amounts().total());
        });
        return number.map(draft::numbered);
    }
}
