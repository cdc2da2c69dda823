package dev.comptoir.headoffice;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.headoffice.alerts.Alerts;
import dev.comptoir.headoffice.reporting.ReadModels;
import dev.comptoir.headoffice.restocking.RestockOrders;
import dev.comptoir.headoffice.sales.Books;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.headoffice.zreports.ZReports;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.sql.Transaction;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the stores and the warehouse tell the head office. A store is heard only through the deployment that serves it,
 * and the warehouse's decisions only from the warehouse.
 */
final class HeadOfficeEvents implements EventHandler {
    static final String LOGISTICS = "logistics";

    private final Alerts alerts;
    private final RestockOrders orders;
    private final ZReports zReports;
    private final Activities activities;

    HeadOfficeEvents(Alerts alerts, RestockOrders orders, ZReports zReports, Activities activities) {
        this.alerts = alerts;
        this.orders = orders;
        this.zReports = zReports;
        this.activities = activities;
    }

    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        Batch batch = new Batch(transaction, sender, Stores.byCode(transaction.sql()));
        events.forEach(sent -> batch.take(Events.read(sent.type(), sent.payload())));
        batch.write();
    }

    /** The events of one delivery: sales and refunds are written together, the rest one by one. */
    private final class Batch {
        private final Transaction transaction;
        private final String sender;
        private final Map<String, StoreChanged> stores;
        private final ReadModels readModels = new ReadModels();
        private final List<SaleRecorded> sales = new ArrayList<>();
        private final List<RefundRecorded> refunds = new ArrayList<>();
        private final List<StockCounted> counts = new ArrayList<>();
        private final List<RegisterClosed> closings = new ArrayList<>();

        Batch(Transaction transaction, String sender, Map<String, StoreChanged> stores) {
            this.transaction = transaction;
            this.sender = sender;
            this.stores = stores;
        }

        void take(Event event) {
            switch (event) {
                case SaleRecorded sale -> {
                    readModels.sold(sale, timeZoneOf(sale.store()));
                    sales.add(sale);
                }
                case RefundRecorded refund -> {
                    readModels.refunded(refund, timeZoneOf(refund.store()));
                    refunds.add(refund);
                }
                case RegisterClosed closing -> {
                    requireServedBySender(closing.store());
                    closings.add(closing);
                }
                case StockCounted count -> {
                    requireServedBySender(count.store());
                    readModels.counted(count);
                    counts.add(count);
                }
                case StockLevelCrossed crossing -> {
                    requireServedBySender(crossing.store());
                    alerts.apply(transaction, crossing);
                }
                case RestockRequested requested -> {
                    requireServedBySender(requested.store());
                    orders.requested(transaction, requested);
                }
                case RestockReceived received -> {
                    requireServedBySender(received.store());
                    readModels.received(received);
                    orders.received(transaction, received);
                }
                case RestockShipped shipped -> {
                    requireWarehouse();
                    orders.shipped(transaction, shipped);
                }
                case RestockRefused refused -> {
                    requireWarehouse();
                    orders.refused(transaction, refused);
                }
                default -> throw new IllegalArgumentException("the head office does not take " + Events.typeOf(event));
            }
        }

        private ZoneId timeZoneOf(String store) {
            return ZoneId.of(requireServedBySender(store).timeZone());
        }

        private StoreChanged requireServedBySender(String code) {
            StoreChanged store = stores.get(code);
            if (store == null || !store.deployment().equals(sender)) {
                throw new IllegalArgumentException("store " + code + " is not served by " + sender);
            }
            return store;
        }

        private void requireWarehouse() {
            if (!sender.equals(LOGISTICS)) {
                throw new IllegalArgumentException("the warehouse is not heard through " + sender);
            }
        }

        void write() {
            if (!sales.isEmpty()) {
                Books.keepSales(transaction, sales);
                activities.addAll(
                        transaction, "sale", sales.stream().map(SaleSeen::of).toList());
            }
            if (!refunds.isEmpty()) {
                Books.keepRefunds(transaction, refunds);
                activities.addAll(
                        transaction,
                        "refund",
                        refunds.stream().map(RefundSeen::of).toList());
            }
            if (!counts.isEmpty()) {
                Books.keepCounts(transaction, counts);
            }
            closings.forEach(closing -> zReports.keep(transaction, closing));
            readModels.write(transaction);
        }
    }

    /** A sale in the live stream. */
    record SaleSeen(String number, String store, String businessDay, long total, String soldAt) {
        static SaleSeen of(SaleRecorded sale) {
            return new SaleSeen(
                    sale.number(),
                    sale.store(),
                    sale.businessDay().toString(),
                    sale.total().cents(),
                    sale.soldAt().toString());
        }
    }

    /** A refund in the live stream. */
    record RefundSeen(
            String number, String saleNumber, String store, String businessDay, long total, String refundedAt) {
        static RefundSeen of(RefundRecorded refund) {
            return new RefundSeen(
                    refund.number(),
                    refund.saleNumber(),
                    refund.store(),
                    refund.businessDay().toString(),
                    refund.total().cents(),
                    refund.refundedAt().toString());
        }
    }
}
