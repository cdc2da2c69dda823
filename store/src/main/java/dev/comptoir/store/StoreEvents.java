package dev.comptoir.store;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.restocking.RestockOrders;
import java.util.ArrayList;
import java.util.List;

/** What other services tell the stores. Each kind of event is taken from one sender only. */
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

    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        List<ProductChanged> products = new ArrayList<>();
        List<RestockShipped> shipments = new ArrayList<>();
        for (Delivery.Sent sent : events) {
            Event event = Events.read(sent.type(), sent.payload());
            if (!sender.equals(senderOf(event))) {
                throw new IllegalArgumentException(sent.type() + " is not taken from " + sender);
            }
            switch (event) {
                case EmployeeChanged employee -> employees.apply(transaction, employee);
                case StoreChanged store -> stores.apply(transaction, store);
                case ProductChanged product -> products.add(product);
                case RestockShipped shipment -> shipments.add(shipment);
                case RestockRefused refusal -> orders.refuse(transaction, refusal);
                default -> throw new IllegalArgumentException("stores do not take " + sent.type());
            }
        }
        if (!products.isEmpty()) {
            catalogue.apply(transaction, products);
        }
        orders.receive(transaction, shipments);
    }

    private static String senderOf(Event event) {
        return event instanceof RestockShipped || event instanceof RestockRefused ? LOGISTICS : HEAD_OFFICE;
    }
}
