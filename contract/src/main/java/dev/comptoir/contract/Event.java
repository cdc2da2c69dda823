package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact of one service that other services apply. An event is written to the outbox in the transaction of its cause, and
 * takes effect exactly once at each destination. Readers ignore unknown fields, so that senders can add some.
 *
 * <p>The records are as flat as their JSON, which outlives the process that wrote it: it is stored in outboxes and exchanged
 * by services of different versions.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface Event {

    // From the head office to every store deployment and the warehouse.

    /**
     * A change of something that the head office replicates; the event contains the whole of it.
     *
     * <p>The newest change has the highest epoch, and in it the highest version: a head office that was restored to an earlier
     * moment gives versions again, but in a higher epoch.
     */
    interface Change {
        /** From the oldest change of a thing to the newest. */
        Comparator<Change> BY_AGE = Comparator.comparingLong(Change::epoch).thenComparingLong(Change::version);

        /** 0 until it is sent, and from senders that have no epochs. */
        long epoch();

        /** A change of the same thing has a higher version than an earlier one of the same epoch. */
        long version();

        /** The same change, sent in this epoch. */
        Event inEpoch(long epoch);
    }

    /**
     * A product was added or changed.
     *
     * @param productId the product, the same number in every service
     * @param version the catalogue version of this change
     * @param storeThresholds by store code, where a store differs from {@code thresholds}
     * @param taxClass the code of a {@link TaxClass}
     * @param deposit for one unit; absent where none is charged
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record ProductChanged(
            long productId,
            long version,
            String sku,
            @Nullable String barcode,
            String name,
            String description,
            String category,
            Money price,
            Thresholds thresholds,
            Map<String, Thresholds> storeThresholds,
            Instant changedAt,

            @JsonProperty(defaultValue = "\"" + TaxClass.STANDARD + "\"")
            String taxClass,

            @Nullable Deposit deposit,

            @JsonProperty(defaultValue = "0") long epoch)
            implements Event, Change {
        @Override
        public ProductChanged inEpoch(long other) {
            return new ProductChanged(
                    productId,
                    version,
                    sku,
                    barcode,
                    name,
                    description,
                    category,
                    price,
                    thresholds,
                    storeThresholds,
                    changedAt,
                    taxClass,
                    deposit,
                    other);
        }
    }

    /**
     * A store was added or changed.
     *
     * @param timeZone an IANA name; it decides the store's days
     * @param taxes today's rates of the class {@code standard}, for services without profiles
     * @param profiles none from a head office without profiles
     * @param deployment the peer name of the store service that serves it
     */
    record StoreChanged(
            String code,
            String name,
            String timeZone,
            List<TaxRate> taxes,
            List<RegisterOfStore> registers,
            String deployment,
            long version,

            @JsonProperty(defaultValue = "[]") List<StoreProfile> profiles,

            @JsonProperty(defaultValue = "0") long epoch)
            implements Event, Change {
        @Override
        public StoreChanged inEpoch(long other) {
            return new StoreChanged(code, name, timeZone, taxes, registers, deployment, version, profiles, other);
        }
    }

    /**
     * A register of a store.
     *
     * @param number from 1, unique in its store
     * @param name as shown on screens: {@code Caisse 1}
     * @param closed no day of it can be opened any more
     */
    record RegisterOfStore(
            int number,
            String name,
            @JsonProperty(defaultValue = "false") boolean closed) {}

    /**
     * An employee was added or changed.
     *
     * @param role the word of a {@link Role}, or of one that only a newer version has: copied, never interpreted
     * @param passwordHash Argon2id in the PHC string format; never leaves the services
     * @param tokensValidFrom tokens issued before this moment are refused
     */
    record EmployeeChanged(
            String username,
            String displayName,
            String role,
            String passwordHash,
            boolean active,
            Instant tokensValidFrom,
            long version,

            @JsonProperty(defaultValue = "0") long epoch)
            implements Event, Change {
        @Override
        public EmployeeChanged inEpoch(long other) {
            return new EmployeeChanged(
                    username, displayName, role, passwordHash, active, tokensValidFrom, version, other);
        }

        /** Keeps the hash out of logs. */
        @Override
        public String toString() {
            return "EmployeeChanged[" + username + ", " + role + ", active=" + active + ", version=" + version
                    + ", epoch=" + epoch + "]";
        }
    }

    /**
     * The destination has been sent all stores, employees and products anew, in this epoch: what it holds of an earlier epoch
     * does not exist at the head office.
     */
    record IntroductionEnded(long epoch) implements Event {}

    // From the head office to the warehouse.

    /**
     * The stock of a product in a store, and how fast it sells.
     *
     * @param quantity by the head office's books; they may lag, so it can be below zero for a moment
     * @param soldIn14Days units sold in the last fourteen business days
     * @param asOf an event with an earlier moment than an applied one is ignored
     */
    record StoreStockKnown(String store, long productId, long quantity, long soldIn14Days, Instant asOf)
            implements Event {}

    // From a store to the head office.

    /**
     * A sale was completed. {@code lines} add up to {@code subtotal}, {@code subtotal + taxes + deposits = total},
     * {@code payments - change = total - empties + rounding}. A bill for empties alone has no lines and a total of 0.
     *
     * @param number unique over the chain: store, register, sequence: {@code S1-2-000042}
     * @param sequence the sale's place in its register, from 1, without gaps
     * @param registerTotal the total of all sales of this register up to and including this one; with it the
     *     receiver can prove that no sale is missing
     * @param businessDay the day, in the store's time zone, on which the register's day was opened
     * @param rounding of the part that was paid in cash; below zero when it was rounded down
     * @param empties that the customer brought back, one entry per deposit; no part of the total
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record SaleRecorded(
            String number,
            String store,
            int register,
            long sequence,
            Money registerTotal,
            String cashier,
            Instant soldAt,
            LocalDate businessDay,
            List<SaleLine> lines,
            Money subtotal,
            List<TaxAmount> taxes,
            Money total,
            List<Payment> payments,
            Money change,

            @JsonProperty(defaultValue = "0") Money deposits,
            @JsonProperty(defaultValue = "0") Money rounding,

            @JsonProperty(defaultValue = "[]") List<Deposit> empties)
            implements Event {}

    /**
     * A line of a sale, at the price it was sold at.
     *
     * @param amount {@code quantity x unitPrice - discount}
     * @param taxes the rates that the line bears, none when it is zero-rated; absent in the form without tax classes, in
     *     which it bears all taxes of the sale
     * @param deposit for all units; not a part of {@code amount}
     * @param listPrice the product's own price, when {@code unitPrice} is another one
     * @param priceReason why the price differs or a discount was given
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record SaleLine(
            long productId,
            String sku,
            String name,
            int quantity,
            Money unitPrice,
            Money amount,
            @Nullable List<TaxRate> taxes,

            @JsonProperty(defaultValue = "0") Money deposit,
            @JsonProperty(defaultValue = "0") Money discount,

            @Nullable Money listPrice,
            @Nullable String priceReason) {}

    /**
     * Lines of a sale were refunded.
     *
     * @param number unique over the chain: {@code S1-2-R000007}
     * @param sequence the refund's place in its register, from 1, without gaps
     * @param registerTotal the total of all refunds of this register up to and including this one
     * @param tender the first one of {@code payments}
     * @param payments what was handed back, {@code total + rounding}; absent in the form with one tender
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record RefundRecorded(
            String number,
            String saleNumber,
            String store,
            int register,
            long sequence,
            Money registerTotal,
            String cashier,
            Instant refundedAt,
            LocalDate businessDay,
            String reason,
            List<RefundLine> lines,
            Money subtotal,
            List<TaxAmount> taxes,
            Money total,
            Tender tender,
            @Nullable List<Payment> payments,

            @JsonProperty(defaultValue = "0") Money deposits,
            @JsonProperty(defaultValue = "0") Money rounding)
            implements Event {}

    /**
     * A line of a refund.
     *
     * @param backToShelf whether the goods can be sold again
     * @param taxes as in the line of the sale
     * @param deposit for all units that came back
     */
    record RefundLine(
            long productId,
            int quantity,
            Money amount,
            boolean backToShelf,
            @Nullable List<TaxRate> taxes,
            @JsonProperty(defaultValue = "0") Money deposit) {}

    /**
     * A register's day was closed and counted: the Z report, which never changes.
     *
     * @param number unique over the chain: {@code S1-2-Z000007}, where the last part is the day
     * @param day from 1, without gaps
     * @param businessDay the day of the opening, in the store's time zone; that of the closing in older reports
     * @param taxes of the sales, less those of the refunds
     * @param counted the cash in the drawer
     * @param difference counted less expected; below zero when cash is missing
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record RegisterClosed(
            String number,
            String store,
            int register,
            int day,
            String openedBy,
            Instant openedAt,
            String closedBy,
            Instant closedAt,
            LocalDate businessDay,
            Entries sales,
            Entries refunds,
            List<TaxAmount> taxes,
            List<TenderTotal> tenders,
            DrawerLedger drawer,
            Money counted,
            Money difference)
            implements Event {}

    /**
     * A range of a register's sales, or of its refunds.
     *
     * @param after the sequence before the first entry
     * @param last the sequence of the last entry; equal to {@code after} if there is none
     * @param breakdown of the total; absent in the form without tax classes
     */
    record Entries(
            long after, long last, Money total, @Nullable Breakdown breakdown) {}

    /**
     * What sales, or refunds, are made up of: {@code net + taxes + deposits} is their total.
     *
     * @param net without taxes and deposits
     * @param zeroRated the part of {@code net} that bears no tax
     * @param taxes each with the base that it was charged on
     * @param rounding of cash; not a part of the total
     * @param empties that came back with sales and without them; not a part of the total
     */
    record Breakdown(
            Money net,
            Money zeroRated,
            List<TaxAmount> taxes,
            Money deposits,
            Money rounding,

            @JsonProperty(defaultValue = "{\"containers\":0,\"amount\":0}")
            Empties empties) {}

    /**
     * Empty containers that came back.
     *
     * @param amount their deposits
     */
    record Empties(long containers, Money amount) {
        public static final Empties NONE = new Empties(0, Money.ZERO);
    }

    /**
     * A restored store skips the numbers that the head office holds already, so that none is used twice. The totals are those
     * of the register's own books, which lack the entries with the skipped numbers.
     *
     * @param days numbers of Z reports
     */
    record RegisterSequencesMoved(
            String store,
            int register,
            SkippedNumbers sales,
            Money salesTotal,
            SkippedNumbers refunds,
            Money refundsTotal,
            SkippedNumbers days,
            Instant movedAt)
            implements Event {}

    /**
     * Numbers that a register never uses.
     *
     * @param after the last number before them
     * @param last the last one of them; equal to {@code after} if there is none
     */
    record SkippedNumbers(long after, long last) {
        /** @throws IllegalArgumentException when {@code last} is before {@code after} */
        public SkippedNumbers {
            if (last < after) {
                throw new IllegalArgumentException("the last skipped number, " + last + ", is before " + after);
            }
        }
    }

    /** @param net sales less refunds */
    record TenderTotal(Tender tender, Money sales, Money refunds, Money net) {}

    /**
     * The cash of a register's day.
     *
     * @param cashSales cash received, less change
     * @param expected {@code openingFloat + cashSales - cashRefunds + cashIn - cashOut - cashEmpties}
     * @param cashEmpties cash handed out where empties were worth more than what was sold with them
     */
    record DrawerLedger(
            Money openingFloat,
            Money cashSales,
            Money cashRefunds,
            Money cashIn,
            Money cashOut,
            Money expected,

            @JsonProperty(defaultValue = "0") Money cashEmpties) {}

    /** The stock of a product in a store crossed one of its thresholds. Sent once per crossing. */
    record StockLevelCrossed(
            String store, long productId, StockLevel from, StockLevel to, int quantity, Instant crossedAt)
            implements Event {}

    /**
     * The shelf of a store was counted.
     *
     * @param correction counted less the book quantity; may be negative
     */
    record StockCounted(String store, long productId, int counted, int correction, String countedBy, Instant countedAt)
            implements Event {}

    /**
     * A restored store lists the stock counts that it has. Any other count of the same time, of which the head office may have
     * some, was lost by the restore.
     *
     * @param since the list contains all counts from this moment on, until {@code listedAt}
     * @param countedAt the moments of the counts, each with all its products
     */
    record StockCountsListed(String store, Instant since, List<Instant> countedAt, Instant listedAt) implements Event {}

    // From a store to the warehouse and the head office.

    /** A store requested goods from the warehouse. */
    record RestockRequested(
            UUID orderId, String store, long productId, int quantity, String requestedBy, Instant requestedAt)
            implements Event {}

    /** The goods of a restock order are on the store's shelf. */
    record RestockReceived(UUID orderId, String store, long productId, int quantity, Instant receivedAt)
            implements Event {}

    // From the warehouse to the store and the head office.

    /** The warehouse accepted a restock order and shipped the goods. */
    record RestockShipped(UUID orderId, String store, long productId, int quantity, String decidedBy, Instant shippedAt)
            implements Event {}

    /** The warehouse refused a restock order. */
    record RestockRefused(
            UUID orderId, String store, long productId, String reason, String decidedBy, Instant refusedAt)
            implements Event {}

    // From a store to another one, through the head office.

    /** What happens to the reservation of a sale for a refund at a store of another deployment. */
    sealed interface OfReservation {
        UUID reservation();

        String saleNumber();

        /** The store that refunds. */
        String store();
    }

    /** A store requested the reservation of a sale of another store. */
    record ReservationRequested(
            UUID reservation, String saleNumber, String store, String requestedBy, Instant requestedAt)
            implements Event, OfReservation {}

    /** The store of the sale has reserved it: it refunds nothing of it itself until the reservation ends. */
    record ReservationGranted(UUID reservation, String saleNumber, String store, ReservedSale sale, Instant grantedAt)
            implements Event, OfReservation {}

    /** @param reason a word: {@code unknown-sale}, {@code sale-reserved}, {@code nothing-returnable}, {@code store-unreachable} */
    record ReservationRefused(UUID reservation, String saleNumber, String store, String reason, Instant refusedAt)
            implements Event, OfReservation {}

    /** The reservation has ended without a refund. */
    record ReservationReleased(UUID reservation, String saleNumber, String store, Instant releasedAt)
            implements Event, OfReservation {}

    /**
     * The reservation has ended with a refund, which is also sent as a {@link RefundRecorded}.
     *
     * @param lines the places in the sale, from 1, of the lines of the refund
     */
    record ReservedSaleRefunded(
            UUID reservation, String saleNumber, String store, RefundRecorded refund, List<Integer> lines)
            implements Event, OfReservation {}

    /**
     * What a refund of a sale depends on, as the store of the sale has it.
     *
     * @param refunds the earlier ones, at whatever store
     */
    // rule off: SmallRecords, the record is as flat as its stored JSON
    record ReservedSale(
            String number,
            String store,
            String storeName,
            Instant soldAt,
            LocalDate businessDay,
            List<ReservedLine> lines,
            List<TaxAmount> taxes,
            Money total,
            List<Payment> payments,
            List<EarlierRefund> refunds) {}

    /** @param returned units of the line that came back */
    record ReservedLine(SaleLine sold, int returned) {}

    /** @param payments what was handed back */
    record EarlierRefund(String number, Money total, List<Payment> payments) {}
}
