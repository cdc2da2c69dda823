package dev.comptoir.store;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.OfReservation;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
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
import dev.comptoir.platform.cache.Digests;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.EventHandler;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.refunds.Reservations;
import dev.comptoir.store.refunds.ReservedSales;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.restocking.RestockOrders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Applies the events of other services. Each type of event is accepted from one sender only. */
final class StoreEvents implements EventHandler {
    private static final String HEAD_OFFICE = "headoffice";
    private static final String LOGISTICS = "logistics";

    private final Employees employees;
    private final Stores stores;
    private final Catalogue catalogue;
    private final RestockOrders orders;
    private final Reservations reservations;
    private final ReservedSales reservedSales;

    /**
     * Of the copies in use, in the form of the head office's digests for a store; and their highest epoch. A store without
     * profiles whose registers are all in service has the digest of earlier versions; where an earlier version did not store
     * the one or the other, the digests differ.
     */
    private final Digests digests = new Digests(
            List.of(CacheTag.CATALOGUE, CacheTag.STAFF),
            Map.of(
                    "stores", Digests.ofRows("""
                            SELECT jsonb_build_array(code, version, name, time_zone, taxes, deployment)
                                   || CASE WHEN profiles = '[]' THEN '[]'
                                           ELSE jsonb_build_array(jsonb_path_query_array(profiles, '$[*].version')) END
                                   || coalesce((SELECT jsonb_build_array(jsonb_build_object('closed',
                                                           jsonb_agg(r.number ORDER BY r.number)))
                                                FROM register AS r
                                                WHERE r.store_code = store.code AND r.closed HAVING count(*) > 0), '[]')
                            FROM store WHERE NOT closed
                            """),
                    "staff", Digests.ofRows("""
                            SELECT jsonb_build_array(username, version, display_name, role, password_hash) FROM employee
                            WHERE active
                            """),
                    "products", Digests.ofRows("""
                            SELECT jsonb_build_array(id, version, sku, barcode, name, description, category, price, low, high,
                                                     store_thresholds, tax_class, deposit -> 'containers',
                                                     deposit -> 'each')
                            FROM product WHERE NOT withdrawn
                            """),
                    "epoch", """
                            SELECT greatest((SELECT max(epoch) FROM store), (SELECT max(epoch) FROM employee),
                                            (SELECT max(epoch) FROM product), 0)::text
                            """));

    StoreEvents(
            Employees employees,
            Stores stores,
            Catalogue catalogue,
            RestockOrders orders,
            Reservations reservations,
            ReservedSales reservedSales) {
        this.employees = employees;
        this.stores = stores;
        this.catalogue = catalogue;
        this.orders = orders;
        this.reservations = reservations;
        this.reservedSales = reservedSales;
    }

    /** Products and shipments are applied together, which saves statements. */
    @Override
    public void apply(Transaction transaction, String sender, List<Delivery.Sent> events) {
        List<ProductChanged> products = new ArrayList<>();
        List<RestockShipped> shipments = new ArrayList<>();
        for (Event event : current(transaction, sender, events)) {
            switch (event) {
                case EmployeeChanged employee -> employees.apply(transaction, employee);
                case StoreChanged store -> stores.apply(transaction, store);
                case ProductChanged product -> products.add(product);
                case IntroductionEnded ended -> {
                    applyProducts(transaction, products);
                    endIntroduction(transaction, ended);
                }
                case RestockShipped shipment -> shipments.add(shipment);
                case RestockRefused refusal -> orders.refuse(transaction, refusal);
                case OfReservation reservation -> apply(transaction, reservation);
                case SaleRecorded _, RefundRecorded _, RegisterClosed _, RegisterSequencesMoved _ ->
                    throw notAccepted(event);
                case StockCounted _, StockCountsListed _, StockLevelCrossed _, StoreStockKnown _ ->
                    throw notAccepted(event);
                case RestockRequested _, RestockReceived _ -> throw notAccepted(event);
            }
        }
        applyProducts(transaction, products);
        orders.receive(transaction, shipments);
    }

    private void apply(Transaction transaction, OfReservation event) {
        switch (event) {
            case ReservationRequested requested -> reservedSales.reserve(transaction, requested);
            case ReservationReleased released -> reservedSales.release(transaction, released);
            case ReservedSaleRefunded refunded -> reservedSales.refunded(transaction, refunded);
            case ReservationGranted granted -> reservations.grant(transaction, granted);
            case ReservationRefused refused -> reservations.refuse(transaction, refused);
        }
    }

    /** The events, without changes of an epoch that a later introduction has made obsolete. */
    private static List<Event> current(Transaction transaction, String sender, List<Delivery.Sent> events) {
        long epoch = transaction
                .query("SELECT epoch FROM introduction")
                .mapTo(Long.class)
                .one();
        return events.stream()
                .map(sent -> accepted(sender, read(sent)))
                .filter(event -> !(event instanceof Event.Change change) || change.epoch() >= epoch)
                .toList();
    }

    private void applyProducts(Transaction transaction, List<ProductChanged> products) {
        if (!products.isEmpty()) {
            catalogue.apply(transaction, products);
            products.clear();
        }
    }

    private void endIntroduction(Transaction transaction, IntroductionEnded ended) {
        long epoch = ended.epoch();
        transaction
                .update("UPDATE introduction SET epoch = :epoch WHERE epoch < :epoch")
                .bind("epoch", epoch)
                .execute();
        employees.deactivateBefore(transaction, epoch);
        stores.closeBefore(transaction, epoch);
        catalogue.withdrawBefore(transaction, epoch);
    }

    @Override
    public void requireReadable(Delivery.Sent event) {
        read(event);
    }

    @Override
    public Map<String, String> held(Transaction transaction, String sender) {
        return sender.equals(HEAD_OFFICE) ? digests.read(transaction) : Map.of();
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
