package dev.comptoir.logistics;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.ProductChanged;
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
import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import dev.comptoir.logistics.forecast.StoreStocks;
import dev.comptoir.logistics.replenishment.Replenishment;
import dev.comptoir.logistics.replenishment.Stores;
import dev.comptoir.logistics.staff.Employees;
import dev.comptoir.logistics.warehouse.Products;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;

/** Applies the events of the head office, and those of a store when its own deployment sends them. */
final class LogisticsEvents implements EventHandler {
    private final Products products = new Products();
    private final StoreStocks storeStocks = new StoreStocks();
    private final Stores stores;
    private final Employees employees;
    private final Replenishment replenishment;

    LogisticsEvents(Stores stores, Employees employees, Replenishment replenishment) {
        this.stores = stores;
        this.employees = employees;
        this.replenishment = replenishment;
    }

    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        for (Delivery.Sent sent : events) {
            Event event = read(sent);
            requireSender(transaction, sender, event);
            apply(transaction, event);
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
            case ProductChanged _, StoreChanged _, EmployeeChanged _, StoreStockKnown _ -> Replenishment.HEAD_OFFICE;
            case SaleRecorded _, RefundRecorded _, StockLevelCrossed _, StockCounted _, RegisterClosed _ ->
                throw notAccepted(event);
            case RestockShipped _, RestockRefused _ -> throw notAccepted(event);
        };
        if (!sender.equals(expected)) {
            throw new IllegalArgumentException(
                    "%s is accepted from %s, not from %s".formatted(Events.typeOf(event), expected, sender));
        }
    }

    private void apply(Transaction transaction, Event event) {
        switch (event) {
            case ProductChanged changed -> products.apply(transaction, changed);
            case StoreChanged changed -> stores.apply(transaction, changed);
            case EmployeeChanged changed -> employees.apply(transaction, changed);
            case StoreStockKnown known -> storeStocks.apply(transaction, known);
            case RestockRequested requested -> replenishment.request(transaction, requested);
            case RestockReceived received -> replenishment.receive(transaction, received);
            case SaleRecorded _, RefundRecorded _, StockLevelCrossed _, StockCounted _, RegisterClosed _ ->
                throw notAccepted(event);
            case RestockShipped _, RestockRefused _ -> throw notAccepted(event);
        }
    }

    private static IllegalArgumentException notAccepted(Event event) {
        return new IllegalArgumentException("logistics does not accept " + Events.typeOf(event));
    }
}
