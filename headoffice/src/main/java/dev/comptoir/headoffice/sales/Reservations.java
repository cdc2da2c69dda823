package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.OfReservation;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Events;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of reservations on: those of the store that refunds to the store of the sale, and its answers back. Only
 * the deployment that serves a store sends events in its name.
 */
public final class Reservations {
    /** A service whose last heartbeat is older cannot be reached; it sends one every 2 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Clock clock;

    public Reservations(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param stores by code */
    public void apply(Transaction transaction, String sender, Map<String, NamedStore> stores, OfReservation event) {
        NamedStore store = known(stores, event.store());
        NamedStore storeOfSale = stores.get(storeOfSale(event.saleNumber()));
        switch (event) {
            case ReservationRequested requested -> {
                requireSender(sender, store);
                request(transaction, requested, store, storeOfSale);
            }
            case ReservationReleased released -> {
                requireSender(sender, store);
                send(transaction, known(storeOfSale, event), released);
            }
            case ReservedSaleRefunded refunded -> {
                requireSender(sender, store);
                send(transaction, known(storeOfSale, event), refunded);
            }
            case ReservationGranted granted -> {
                requireSender(sender, known(storeOfSale, event));
                send(transaction, store, granted);
            }
            case ReservationRefused refused -> {
                requireSender(sender, known(storeOfSale, event));
                send(transaction, store, refused);
            }
        }
    }

    /** Refuses at once where no answer is to be expected. */
    private void request(
            Transaction transaction, ReservationRequested event, NamedStore store, @Nullable NamedStore storeOfSale) {
        if (storeOfSale == null || storeOfSale.deployment().equals(store.deployment())) {
            send(transaction, store, refused(event, "unknown-sale"));
        } else if (!Inbox.wasHeard(transaction, storeOfSale.deployment(), SILENCE)) {
            send(transaction, store, refused(event, "store-unreachable"));
        } else {
            send(transaction, storeOfSale, event);
        }
    }

    private ReservationRefused refused(ReservationRequested event, String reason) {
        return new ReservationRefused(
                event.reservation(),
                event.saleNumber(),
                event.store(),
                reason,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** The part before the register: {@code S1-2-000042} is a sale of {@code S1}. */
    private static String storeOfSale(String number) {
        return number.split("-", 2)[0];
    }

    private static NamedStore known(Map<String, NamedStore> stores, String code) {
        NamedStore store = stores.get(code);
        if (store == null) {
            throw new NotYet("store " + code + " is unknown");
        }
        return store;
    }

    private static NamedStore known(@Nullable NamedStore storeOfSale, OfReservation event) {
        if (storeOfSale == null) {
            throw new IllegalArgumentException("no store has the sale " + event.saleNumber());
        }
        return storeOfSale;
    }

    private static void requireSender(String sender, NamedStore store) {
        if (!store.deployment().equals(sender)) {
            throw new IllegalArgumentException("store " + store.code() + " is not served by " + sender);
        }
    }

    private void send(Transaction transaction, NamedStore store, Event event) {
        outbox.append(transaction, store.deployment(), Events.typeOf(event), Events.write(event));
    }
}
