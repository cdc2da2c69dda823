package dev.comptoir.headoffice;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.OfReservation;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.StockCountsListed;
import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.alerts.Alerts;
import dev.comptoir.headoffice.reporting.ReadModels;
import dev.comptoir.headoffice.restocking.RestockOrders;
import dev.comptoir.headoffice.sales.Books;
import dev.comptoir.headoffice.sales.EntryTable.Recorded;
import dev.comptoir.headoffice.sales.LostUnits;
import dev.comptoir.headoffice.sales.RegisterBooks;
import dev.comptoir.headoffice.sales.Reservations;
import dev.comptoir.headoffice.sales.StockCounts;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.headoffice.zreports.ZReports;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies the events of the stores and of the warehouse. An event of a store is accepted only from the deployment that
 * serves the store, a decision of the warehouse only from logistics.
 */
final class HeadOfficeEvents implements EventHandler {
    static final String LOGISTICS = "logistics";

    private final Alerts alerts;
    private final RestockOrders orders;
    private final ZReports zReports;
    private final Reservations reservations;
    private final Activities activities;

    HeadOfficeEvents(
            Alerts alerts, RestockOrders orders, ZReports zReports, Reservations reservations, Activities activities) {
        this.alerts = alerts;
        this.orders = orders;
        this.zReports = zReports;
        this.reservations = reservations;
        this.activities = activities;
    }

    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        Batch batch = new Batch(transaction, sender, NamedStore.byCode(transaction.sql()));
        events.forEach(sent -> batch.apply(read(sent)));
        batch.write();
    }

    @Override
    public void requireReadable(Delivery.Sent event) {
        read(event);
    }

    /** An event that only a newer version can read is kept until this service is upgraded. */
    private static Event read(Delivery.Sent sent) {
        try {
            return Events.read(sent.type(), sent.payload());
        } catch (Events.OfNewerVersion newer) {
            throw new NotYet(String.valueOf(newer.getMessage()));
        }
    }

    /** Where the books of a deployment's registers end, and their number: without sales, there is something to compare, too. */
    @Override
    public Map<String, String> held(Transaction transaction, String sender) {
        Map<String, String> books = new HashMap<>(RegisterBooks.of(transaction, sender));
        books.put("registers", Integer.toString(books.size()));
        return books;
    }

    /** The events of one delivery; those of one kind that are many are written with one statement. */
    private final class Batch {
        private final Transaction transaction;
        private final String sender;
        private final Map<String, NamedStore> stores;
        private final ReadModels readModels = new ReadModels();
        private final List<SaleRecorded> sales = new ArrayList<>();
        private final List<RefundRecorded> refunds = new ArrayList<>();
        private final List<StockCounted> counts = new ArrayList<>();
        private final List<RegisterClosed> closings = new ArrayList<>();
        private final List<RegisterSequencesMoved> moves = new ArrayList<>();
        private final List<StockCountsListed> countLists = new ArrayList<>();

        Batch(Transaction transaction, String sender, Map<String, NamedStore> stores) {
            this.transaction = transaction;
            this.sender = sender;
            this.stores = stores;
        }

        void apply(Event event) {
            switch (event) {
                case SaleRecorded sale -> sales.add(fromDeploymentOf(sale.store(), sale));
                case RefundRecorded refund -> refunds.add(fromDeploymentOf(refund.store(), refund));
                case RegisterClosed closing -> closings.add(fromDeploymentOf(closing.store(), closing));
                case RegisterSequencesMoved moved -> moves.add(fromDeploymentOf(moved.store(), moved));
                case StockCounted count -> counts.add(fromDeploymentOf(count.store(), count));
                case StockCountsListed list -> countLists.add(fromDeploymentOf(list.store(), list));
                case StockLevelCrossed crossing ->
                    alerts.apply(transaction, fromDeploymentOf(crossing.store(), crossing));
                case RestockRequested requested ->
                    orders.requested(transaction, fromDeploymentOf(requested.store(), requested));
                case RestockReceived received ->
                    orders.received(transaction, fromDeploymentOf(received.store(), received))
                            .ifPresent(readModels::received);
                case RestockShipped shipped -> orders.shipped(transaction, fromLogistics(shipped));
                case RestockRefused refused -> orders.refused(transaction, fromLogistics(refused));
                case OfReservation reservation -> reservations.apply(transaction, sender, stores, reservation);
                case ProductChanged _, StoreChanged _, EmployeeChanged _, StoreStockKnown _, IntroductionEnded _ ->
                    throw new IllegalArgumentException("the head office does not accept " + Events.typeOf(event));
            }
        }

        private <E extends Event> E fromDeploymentOf(String code, E event) {
            NamedStore store = stores.get(code);
            if (store == null) {
                throw new NotYet("store " + code + " is unknown");
            }
            if (!store.deployment().equals(sender)) {
                throw new IllegalArgumentException("store " + code + " is not served by " + sender);
            }
            return event;
        }

        private <E extends Event> E fromLogistics(E event) {
            if (!sender.equals(LOGISTICS)) {
                throw new IllegalArgumentException(
                        "only " + LOGISTICS + " sends decisions of the warehouse, not " + sender);
            }
            return event;
        }

        /** Only what is new counts; an event may arrive again after a restore. */
        void write() {
            Recorded<SaleRecorded> newSales = Books.recordSales(transaction, sales);
            Recorded<RefundRecorded> newRefunds = Books.recordRefunds(transaction, refunds);
            zReports.record(transaction, closings);
            activities.addAll(
                    transaction,
                    "sale",
                    newSales.fresh().stream()
                            .filter(sale -> !sale.lines().isEmpty())
                            .map(SaleActivity::of)
                            .toList());
            activities.addAll(
                    transaction,
                    "refund",
                    newRefunds.fresh().stream().map(RefundActivity::of).toList());
            newSales.fresh().forEach(sale -> readModels.sold(sale, timeZoneOf(sale.store())));
            newRefunds.fresh().forEach(refund -> readModels.refunded(refund, timeZoneOf(refund.store())));
            StockCounts.record(transaction, counts).forEach(readModels::counted);
            undo(newSales.lost());
            undo(newRefunds.lost());
            moves.forEach(moved -> undo(RegisterBooks.skip(transaction, moved)));
            countLists.forEach(list -> undo(StockCounts.list(transaction, list)));
            readModels.write(transaction);
        }

        private void undo(List<LostUnits> lost) {
            lost.forEach(units -> readModels.undone(units.store(), units.productId(), units.units()));
        }

        private ZoneId timeZoneOf(String store) {
            return ZoneId.of(Objects.requireNonNull(stores.get(store)).timeZone());
        }
    }

    /** A sale in the live stream. */
    record SaleActivity(String number, String store, LocalDate businessDay, Money total, Instant soldAt) {
        static SaleActivity of(SaleRecorded sale) {
            return new SaleActivity(sale.number(), sale.store(), sale.businessDay(), sale.total(), sale.soldAt());
        }
    }

    /** A refund in the live stream. */
    record RefundActivity(
            String number, String saleNumber, String store, LocalDate businessDay, Money total, Instant refundedAt) {
        static RefundActivity of(RefundRecorded refund) {
            return new RefundActivity(
                    refund.number(),
                    refund.saleNumber(),
                    refund.store(),
                    refund.businessDay(),
                    refund.total(),
                    refund.refundedAt());
        }
    }
}
