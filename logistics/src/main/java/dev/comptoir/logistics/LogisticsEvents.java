package dev.comptoir.logistics;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.logistics.forecast.StoreStocks;
import dev.comptoir.logistics.replenishment.Replenishment;
import dev.comptoir.logistics.replenishment.Stores;
import dev.comptoir.logistics.staff.Employees;
import dev.comptoir.logistics.warehouse.Products;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;

/** What the events of the head office and of the stores change here. Nobody may speak for another. */
final class LogisticsEvents implements EventHandler {
    private final Products products;
    private final Stores stores;
    private final Employees employees;
    private final Replenishment replenishment;
    private final StoreStocks storeStocks;

    LogisticsEvents(
            Products products,
            Stores stores,
            Employees employees,
            Replenishment replenishment,
            StoreStocks storeStocks) {
        this.products = products;
        this.stores = stores;
        this.employees = employees;
        this.replenishment = replenishment;
        this.storeStocks = storeStocks;
    }

    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        for (Delivery.Sent sent : events) {
            apply(transaction, sender, Events.read(sent.type(), sent.payload()));
        }
    }

    private void apply(Transaction transaction, String sender, Event event) {
        switch (event) {
            case Event.ProductChanged changed -> {
                requireHeadOffice(sender, event);
                products.apply(transaction, changed);
            }
            case Event.StoreChanged changed -> {
                requireHeadOffice(sender, event);
                stores.apply(transaction, changed);
            }
            case Event.EmployeeChanged changed -> {
                requireHeadOffice(sender, event);
                employees.apply(transaction, changed);
            }
            case Event.StoreStockKnown known -> {
                requireHeadOffice(sender, event);
                storeStocks.apply(transaction, known);
            }
            case Event.RestockRequested requested -> {
                requireDeployment(transaction, sender, requested.store());
                replenishment.request(transaction, requested);
            }
            case Event.RestockReceived received -> {
                requireDeployment(transaction, sender, received.store());
                replenishment.receive(transaction, received);
            }
            case Event.SaleRecorded other -> throw notForUs(other);
            case Event.RefundRecorded other -> throw notForUs(other);
            case Event.StockLevelCrossed other -> throw notForUs(other);
            case Event.StockCounted other -> throw notForUs(other);
            case Event.RegisterClosed other -> throw notForUs(other);
            case Event.RestockShipped other -> throw notForUs(other);
            case Event.RestockRefused other -> throw notForUs(other);
        }
    }

    private static void requireHeadOffice(String sender, Event event) {
        if (!sender.equals(Replenishment.HEAD_OFFICE)) {
            throw new IllegalArgumentException(
                    "only the head office sends %s, not %s".formatted(Events.typeOf(event), sender));
        }
    }

    private void requireDeployment(Transaction transaction, String sender, String store) {
        String deployment = stores.deployment(transaction, store);
        if (!sender.equals(deployment)) {
            throw new IllegalArgumentException(
                    "store %s is served by %s, not by %s".formatted(store, deployment, sender));
        }
    }

    private static IllegalArgumentException notForUs(Event event) {
        return new IllegalArgumentException("the warehouse takes no " + Events.typeOf(event));
    }
}
