package dev.comptoir.logistics;

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
import dev.comptoir.logistics.caching.CacheTag;
import dev.comptoir.logistics.forecast.StoreStocks;
import dev.comptoir.logistics.replenishment.Replenishment;
import dev.comptoir.logistics.replenishment.Stores;
import dev.comptoir.logistics.staff.Employees;
import dev.comptoir.logistics.warehouse.Products;
import dev.comptoir.platform.cache.Digests;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.sql.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Applies the events of the head office, and those of a store when its own deployment sends them. */
final class LogisticsEvents implements EventHandler {
    private final Products products = new Products();
    private final StoreStocks storeStocks = new StoreStocks();
    private final Stores stores;
    private final Employees employees;
    private final Replenishment replenishment;

    /** Of the copies in use, in the form of the head office's digests for the warehouse; and their highest epoch. */
    private final Digests digests = new Digests(
            List.of(CacheTag.COPIES),
            Map.of(
                    "stores", Digests.ofRows("""
                            SELECT jsonb_build_array(code, version, name, deployment) FROM store WHERE NOT closed
                            """),
                    "staff", Digests.ofRows("""
                            SELECT jsonb_build_array(username, version, display_name, role, password_hash) FROM employee
                            WHERE active
                            """),
                    "products", Digests.ofRows("""
                            SELECT jsonb_build_array(id, version, sku, barcode, name, category) FROM product
                            WHERE NOT withdrawn
                            """),
                    "epoch", """
                            SELECT greatest((SELECT max(epoch) FROM store), (SELECT max(epoch) FROM employee),
                                            (SELECT max(epoch) FROM product), 0)::text
                            """));

    LogisticsEvents(Stores stores, Employees employees, Replenishment replenishment) {
        this.stores = stores;
        this.employees = employees;
        this.replenishment = replenishment;
    }

    /** Changes of products that follow each other are applied together, which saves statements. */
    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        List<ProductChanged> changed = new ArrayList<>();
        long epoch = epoch(transaction);
        for (Delivery.Sent sent : events) {
            Event event = read(sent);
            requireSender(transaction, sender, event);
            if (event instanceof Event.Change change && change.epoch() < epoch) {
                continue;
            }
            if (event instanceof ProductChanged product) {
                changed.add(product);
                continue;
            }
            applyProducts(transaction, changed);
            apply(transaction, event);
            epoch = event instanceof IntroductionEnded ended ? Math.max(epoch, ended.epoch()) : epoch;
        }
        applyProducts(transaction, changed);
    }

    /** The changes of an earlier one are obsolete. */
    private static long epoch(Transaction transaction) {
        return transaction
                .query("SELECT epoch FROM introduction")
                .mapTo(Long.class)
                .one();
    }

    private void applyProducts(Transaction transaction, List<ProductChanged> changed) {
        if (!changed.isEmpty()) {
            products.apply(transaction, changed);
            changed.clear();
        }
    }

    /** An event that only a newer version can read is kept until this service is upgraded. */
    private static Event read(Delivery.Sent sent) {
        try {
            return Events.read(sent.type(), sent.payload());
        } catch (Events.OfNewerVersion newer) {
            throw new NotYet(String.valueOf(newer.getMessage()));
        }
    }

    private void requireSender(Transaction transaction, String sender, Event event) {
        String expected = switch (event) {
            case RestockRequested requested -> stores.deployment(transaction, requested.store());
            case RestockReceived received -> stores.deployment(transaction, received.store());
            case ProductChanged _, StoreChanged _, EmployeeChanged _, StoreStockKnown _, IntroductionEnded _ ->
                Replenishment.HEAD_OFFICE;
            case SaleRecorded _,
                    RefundRecorded _,
                    StockLevelCrossed _,
                    StockCounted _,
                    StockCountsListed _,
                    RegisterClosed _,
                    RegisterSequencesMoved _ -> throw notAccepted(event);
            case RestockShipped _, RestockRefused _ -> throw notAccepted(event);
            case OfReservation _ -> throw notAccepted(event);
        };
        if (!sender.equals(expected)) {
            throw new IllegalArgumentException(
                    "%s is accepted from %s, not from %s".formatted(Events.typeOf(event), expected, sender));
        }
    }

    private void apply(Transaction transaction, Event event) {
        switch (event) {
            case ProductChanged changed -> products.apply(transaction, List.of(changed));
            case StoreChanged changed -> stores.apply(transaction, changed);
            case EmployeeChanged changed -> employees.apply(transaction, changed);
            case IntroductionEnded ended -> endIntroduction(transaction, ended.epoch());
            case StoreStockKnown known -> storeStocks.apply(transaction, known);
            case RestockRequested requested -> replenishment.request(transaction, requested);
            case RestockReceived received -> replenishment.receive(transaction, received);
            case SaleRecorded _,
                    RefundRecorded _,
                    StockLevelCrossed _,
                    StockCounted _,
                    StockCountsListed _,
                    RegisterClosed _,
                    RegisterSequencesMoved _ -> throw notAccepted(event);
            case RestockShipped _, RestockRefused _ -> throw notAccepted(event);
            case OfReservation _ -> throw notAccepted(event);
        }
    }

    private void endIntroduction(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE introduction SET epoch = :epoch WHERE epoch < :epoch")
                .bind("epoch", epoch)
                .execute();
        employees.deactivateBefore(transaction, epoch);
        stores.closeBefore(transaction, epoch);
        products.withdrawBefore(transaction, epoch);
    }

    @Override
    public void requireReadable(Delivery.Sent event) {
        read(event);
    }

    @Override
    public Map<String, String> held(Transaction transaction, String sender) {
        return sender.equals(Replenishment.HEAD_OFFICE) ? digests.read(transaction) : Map.of();
    }

    private static IllegalArgumentException notAccepted(Event event) {
        return new IllegalArgumentException("logistics does not accept " + Events.typeOf(event));
    }
}
