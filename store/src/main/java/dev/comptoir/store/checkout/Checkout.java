package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.GroupCommit;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.metrics.SalesMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sells in two round trips to the database: the first reads the offers, the second writes the sales in one statement as far
 * as nothing of their offers has changed since. Orders that arrive while a batch is with the database are the next batch. An
 * order that its batch did not settle is tried alone.
 */
public final class Checkout {
    /** The most sales of one batch. */
    static final int BATCH_LIMIT = 64;

    /** One hundred million dollars: a subtotal above it is a typing error. */
    private static final long SUBTOTAL_LIMIT_CENTS = 10_000_000_000L;

    /** An attempt fails only if another change was committed meanwhile; this many in a row mean overload. */
    private static final int ATTEMPTS = 50;

    private final Database database;
    private final Outbox outbox;
    private final SalesMetrics metrics;
    private final Clock clock;
    private final GroupCommit<Order, Outcome<Sale>> group =
            new GroupCommit<>(BATCH_LIMIT, Order::till, this::attemptTogether, SqlFailures::isWithoutConnection);

    public Checkout(Database database, Outbox outbox, SalesMetrics metrics, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Completes the order, or refuses it and changes nothing. */
    Outcome<Sale> complete(Order order) {
        Optional<Outcome<Sale>> outcome = group.write(order);
        for (int attempt = 1; attempt < ATTEMPTS && outcome.isEmpty(); attempt++) {
            outcome = attempt(List.of(order), Sales.SELL).getFirst();
        }
        return outcome.orElseGet(() -> new Refused<>(new Refusal.TooManyRequests()));
    }

    /**
     * The same within a transaction that has locked the order's register and shelves. After a refusal the transaction must be
     * rolled back.
     */
    public Outcome<Sale> complete(Transaction transaction, Order order) {
        Optional<Outcome<Sale>> outcome = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS && outcome.isEmpty(); attempt++) {
            outcome = attempt(transaction, order);
        }
        return outcome.orElseGet(() -> new Refused<>(new Refusal.TooManyRequests()));
    }

    private Optional<Outcome<Sale>> attempt(Transaction transaction, Order order) {
        List<Order> orders = List.of(order);
        Batch batch = priced(orders, transaction.jdbc(connection -> Offers.read(connection, orders)));
        if (!batch.drafts().isEmpty()) {
            Map<Integer, String> numbers =
                    transaction.jdbc(connection -> Sales.sell(connection, Sales.SELL, batch.drafts()));
            List<Sale> sold = sold(batch, numbers);
            transaction.afterCommit(() -> count(sold));
        }
        return batch.outcomes().getFirst();
    }

    private List<Optional<Outcome<Sale>>> attemptTogether(List<Order> orders) {
        try {
            return attempt(orders, Sales.SELL_TOGETHER);
        } catch (RuntimeException failure) {
            if (SqlFailures.isLockConflict(failure)) {
                return Collections.nCopies(orders.size(), Optional.empty());
            }
            throw failure;
        }
    }

    /** In the order of the orders; empty where something changed between the two round trips, or a neighbour was first. */
    private List<Optional<Outcome<Sale>>> attempt(List<Order> orders, String statement) {
        Batch batch = priced(orders, database.jdbc(connection -> Offers.read(connection, orders)));
        if (!batch.drafts().isEmpty()) {
            count(sold(batch, database.jdbc(connection -> Sales.sell(connection, statement, batch.drafts()))));
        }
        return batch.outcomes();
    }

    private Batch priced(List<Order> orders, List<Optional<Offer>> offers) {
        Batch batch = new Batch();
        for (int index = 0; index < orders.size(); index++) {
            price(orders.get(index), offers.get(index), batch);
        }
        return batch;
    }

    private void price(Order order, Optional<Offer> offer, Batch batch) {
        if (offer.isEmpty()) {
            batch.add(new Refused<>(new Refusal.RegisterGone()));
        } else if (offer.get().earlier() != null) {
            batch.add(replay(order, offer.get().earlier()));
        } else {
            switch (draft(order, offer.get())) {
                case Refused<SaleDraft>(var reason) -> batch.add(new Refused<>(reason));
                case Done<SaleDraft>(var sale) -> batch.add(new Draft(order, offer.get(), sale));
            }
        }
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
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        StoreProfile profile = offer.profiles().inForce(offer.profiles().day(now));
        List<SaleLine> lines = lines(offer, profile, now);
        Amounts amounts = Amounts.of(lines);
        Money expected = order.tendered().expectedTotal();
        if (expected != null && !expected.equals(amounts.total())) {
            return new Refused<>(new Refusal.TotalChanged(expected, amounts.total()));
        }
        CashRounding coins = new CashRounding(profile.cashIncrement());
        return switch (Settlement.of(amounts.total(), offer.empties(), order.tendered(), coins)) {
            case Refused<Settlement>(var reason) -> new Refused<>(reason);
            case Done<Settlement>(var settlement) ->
                new Done<>(new SaleDraft(
                        order.till(), order.cashier(), now, businessDay(offer, now), lines, amounts, settlement));
        };
    }

    private static List<SaleLine> lines(Offer offer, StoreProfile profile, Instant now) {
        LocalDate day = offer.profiles().day(now);
        return offer.lines().stream().flatMap(line -> line.sold(profile, day)).toList();
    }

    private static LocalDate businessDay(Offer offer, Instant now) {
        Instant opened = offer.day().openedAt();
        return offer.profiles().day(opened == null ? now : opened);
    }

    private static Optional<Refusal> refusal(Offer offer) {
        if (!offer.day().open()) {
            return Optional.of(new Refusal.RegisterClosed());
        }
        if (!offer.unknown().isEmpty()) {
            return Optional.of(new Refusal.UnknownProduct(offer.unknown().getFirst()));
        }
        if (offer.lines().isEmpty() && offer.empties().isEmpty()) {
            return Optional.of(new Refusal.EmptyCart());
        }
        for (Offer.Line line : offer.lines()) {
            if (line.isPriceChanged()) {
                return Optional.of(new Refusal.PriceChanged(
                        line.product().id(),
                        line.product().name(),
                        Objects.requireNonNull(line.seenPrice()),
                        line.product().price()));
            }
            if (line.left() < line.quantity()) {
                return Optional.of(new Refusal.ShelfTooShort(
                        line.product().id(), line.product().name(), line.quantity(), line.left()));
            }
        }
        return subtotalCents(offer) > SUBTOTAL_LIMIT_CENTS ? Optional.of(new Refusal.TotalTooHigh()) : Optional.empty();
    }

    /** It may be beyond the limit of {@link Money}. */
    private static long subtotalCents(Offer offer) {
        return offer.lines().stream().mapToLong(Offer.Line::cents).sum();
    }

    private static List<Sale> sold(Batch batch, Map<Integer, String> numbers) {
        return numbers.entrySet().stream()
                .map(sold -> batch.sold(sold.getKey(), sold.getValue()))
                .toList();
    }

    private void count(List<Sale> sold) {
        sold.stream()
                .filter(sale -> !sale.lines().isEmpty())
                .forEach(
                        sale -> metrics.sold(sale.till().store(), sale.amounts().total()));
        outbox.wake();
    }
}
