package dev.comptoir.store;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.restocking.RestockOrders;
import java.util.ArrayList;
import java.util.List;

/** Applies the events of other services. Each type of event is accepted from one sender only. */
final class StoreEvents implements EventHandler {
    private static final String HEAD_OFFICE = "headoffice";
    private static final String LOGISTICS = "logistics";

    private final Employees employees;
    private final Stores stores;
    private final Catalogue catalogue;
    private final RestockOrders orders;

    StoreEvents(Employees employees, Stores stores, Catalogue catalogue, RestockOrders orders) {
        this.employees = employees;
        this.stores = stores;
        this.catalogue = catalogue;
        this.orders = orders;
    }

    /** Products and shipments are applied together, which saves statements. */
    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        List<ProductChanged> products = new ArrayList<>();
        List<RestockShipped> shipments = new ArrayList<>();
        for (Delivery.Sent sent : events) {
            switch (accepted(sender, read(sent))) {
                case Event.EmployeeChanged employee -> employees.apply(transaction, employee);
                case Event.StoreChanged store -> stores.apply(transaction, store);
                case ProductChanged product -> products.add(product);
                case RestockShipped shipment -> shipments.add(shipment);
                case RestockRefused refusal -> orders.refuse(transaction, refusal);
                case Event.SaleRecorded other -> throw notAccepted(other);
                case Event.RefundRecorded other -> throw notAccepted(other);
                case Event.RegisterClosed other -> throw notAccepted(other);
                case Event.StockCounted other -> throw notAccepted(other);
                case Event.StockLevelCrossed other -> throw notAccepted(other);
                case Event.StoreStockKnown other -> throw notAccepted(other);
                case Event.RestockRequested other -> throw notAccepted(other);
                case Event.RestockReceived other -> throw notAccepted(other);
            }
        }
        if (!products.isEmpty()) {
            catalogue.apply(transaction, products);
        }
        orders.receive(transaction, shipments);
    }

    /** An event that only a newer version can read is kept until this service is upgraded. */
    private static Event read(Delivery.Sent sent) {
        try {
            return Events.read(sent.type(), sent.payload());
        } catch (Events.OfNewerVersion newer) {
            throw new NotYet(String.valueOf(newer.getMessage()));
        }
    }

    private static Event accepted(String sender, Event event) {
        boolean fromLogistics = event instanceof RestockShipped || event instanceof RestockRefused;
        if (!sender.equals(fromLogistics ? LOGISTICS : HEAD_OFFICE)) {
            throw new IllegalArgumentException(Events.typeOf(event) + " is not accepted from " + sender);
        }
        return event;
    }

    private static IllegalArgumentException notAccepted(Event event) {
        return new IllegalArgumentException("stores do not accept " + Events.typeOf(event));
    }
}
