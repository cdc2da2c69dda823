package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A sale of Plateau is reserved for, and refunded at, a store of another deployment: Laval (T1). */
class ReservedSaleTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Three units at 2.89: 9.96 with taxes. */
    private static String sale(long milk) {
        return world.alice(1)
                .post("/sales", saleOf(List.of(line(milk, 3))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static void send(Event event) {
        world.sendFromHeadOffice(event);
        world.settled();
    }

    private static UUID request(String sale) {
        UUID reservation = UUID.randomUUID();
        send(new ReservationRequested(reservation, sale, "T1", "zoe", Instant.now()));
        return reservation;
    }

    private static UUID reserve(String sale) {
        UUID reservation = request(sale);
        answer(ReservationGranted.class, reservation);
        return reservation;
    }

    private static <E extends Event> List<E> answers(Class<E> type, UUID reservation) {
        return world.headOffice.received(type.getSimpleName()).stream()
                .map(payload -> type.cast(Events.read(type.getSimpleName(), payload)))
                .filter(event -> ((Event.OfReservation) event).reservation().equals(reservation))
                .toList();
    }

    private static <E extends Event> E answer(Class<E> type, UUID reservation) {
        Awaitility.await().atMost(LIMIT).until(() -> !answers(type, reservation).isEmpty());
        return answers(type, reservation).getLast();
    }

    private static void release(UUID reservation, String sale) {
        send(new ReservationReleased(reservation, sale, "T1", Instant.now()));
    }

    /** Of one unit: 2.89, 0.14 and 0.29. */
    private static ReservedSaleRefunded refunded(UUID reservation, String sale, long milk, String number) {
        Money total = Money.ofCents(332);
        RefundRecorded refund = new RefundRecorded(
                number,
                sale,
                "T1",
                1,
                1,
                total,
                "zoe",
                Instant.now(),
                LocalDate.parse("2026-11-28"),
                "rapporté",
                List.of(new RefundLine(milk, 1, Money.ofCents(289), true, null, Money.ZERO)),
                Money.ofCents(289),
                List.of(
                        new TaxAmount("GST", 50_000, Money.ofCents(289), Money.ofCents(14)),
                        new TaxAmount("QST", 99_750, Money.ofCents(289), Money.ofCents(29))),
                total,
                Tender.CASH,
                List.of(new Payment(Tender.CASH, total)),
                Money.ZERO,
                Money.ZERO);
        return new ReservedSaleRefunded(reservation, sale, "T1", refund, List.of(1));
    }

    private static Reply refund(String sale, int units) {
        return world.alice(2)
                .post(
                        "/sales/" + sale + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", units, "backToShelf", true)),
                                "reason",
                                "rapporté"));
    }

    @Test
    void aReservedSaleIsNotRefundedHereUntilItIsReleased() {
        String number = sale(world.productOnShelf("Lait", 289, 10));
        UUID reservation = request(number);
        ReservationGranted granted = answer(ReservationGranted.class, reservation);
        assertThat(granted.store()).isEqualTo("T1");
        assertThat(granted.sale().store()).isEqualTo("S1");
        assertThat(granted.sale().storeName()).isEqualTo("Plateau");
        assertThat(granted.sale().total()).isEqualTo(Money.ofCents(996));
        assertThat(granted.sale().lines())
                .extracting(line -> line.sold().quantity())
                .containsExactly(3);
        Reply refused = refund(number, 1);
        assertThat(refused.problem()).isEqualTo("sale-reserved");
        assertThat(refused.json().path("store").asString()).isEqualTo("T1");
        release(reservation, number);
        refund(number, 3).expect(201);
    }

    @Test
    void aGrantContainsWhatCameBackBefore() {
        String number = sale(world.productOnShelf("Beurre", 289, 10));
        refund(number, 1).expect(201);
        ReservationGranted granted = answer(ReservationGranted.class, request(number));
        assertThat(granted.sale().lines())
                .extracting(Event.ReservedLine::returned)
                .containsExactly(1);
        assertThat(granted.sale().refunds())
                .extracting(Event.EarlierRefund::total)
                .containsExactly(Money.ofCents(332));
        release(granted.reservation(), number);
    }

    @Test
    void aRefundAtTheOtherStoreCountsHere() {
        long cheese = world.productOnShelf("Fromage", 289, 10);
        String number = sale(cheese);
        world.alice(1).get("/sales?query=" + number).expect(200);
        UUID reservation = reserve(number);
        send(refunded(reservation, number, cheese, "T1-1-R000101"));

        JsonNode shown = world.alice(1).get("/sales/" + number).expect(200);
        assertThat(shown.path("returns").path(0).path("returned").asInt()).isEqualTo(1);
        assertThat(shown.path("refunds").path(0).path("number").asString()).isEqualTo("T1-1-R000101");
        assertThat(shown.path("refunds").path(0).path("store").asString()).isEqualTo("T1");
        assertThat(world.alice(1)
                        .get("/sales?query=" + number)
                        .expect(200)
                        .path("items")
                        .path(0)
                        .path("returnedUnits")
                        .asInt())
                .as("the cached list changes")
                .isEqualTo(1);
        assertThat(world.onShelf(cheese)).as("the goods are in Laval").isEqualTo(7);
        assertThat(refund(number, 3).problem()).isEqualTo("returned-too-much");
        assertThat(refund(number, 2).expect(201).path("total").asLong())
                .as("both refunds add up to the sale")
                .isEqualTo(996 - 332);
    }

    @Test
    void eventsThatArriveAgainChangeNothing() {
        long jam = world.productOnShelf("Confiture", 289, 10);
        String number = sale(jam);
        UUID reservation = UUID.randomUUID();
        ReservationRequested requested = new ReservationRequested(reservation, number, "T1", "zoe", Instant.now());
        send(requested);
        send(requested);
        assertThat(answer(ReservationGranted.class, reservation).sale().number())
                .isEqualTo(number);
        ReservedSaleRefunded refunded = refunded(reservation, number, jam, "T1-1-R000102");
        send(refunded);
        send(refunded);
        send(requested);
        release(reservation, number);
        JsonNode shown = world.alice(1).get("/sales/" + number).expect(200);
        assertThat(shown.path("returns").path(0).path("returned").asInt()).isEqualTo(1);
        refund(number, 1).expect(201);
        assertThat(world.headOffice.deadLetters()).isZero();
    }

    @Test
    void aSaleIsReservedForOneStoreAtATime() {
        String number = sale(world.productOnShelf("Crème", 289, 10));
        UUID first = reserve(number);
        UUID second = request(number);
        assertThat(answer(ReservationRefused.class, second).reason()).isEqualTo("sale-reserved");
        release(second, number);
        assertThat(refund(number, 1).problem()).as("the first one holds").isEqualTo("sale-reserved");
        release(first, number);
    }

    @Test
    void aReleaseThatOvertakesItsRequestReservesNothing() {
        String number = sale(world.productOnShelf("Oeufs", 289, 10));
        UUID reservation = UUID.randomUUID();
        release(reservation, number);
        send(new ReservationRequested(reservation, number, "T1", "zoe", Instant.now()));
        refund(number, 3).expect(201);
    }

    @Test
    void whatCannotComeBackIsRefused() {
        assertThat(answer(ReservationRefused.class, request("S1-1-999999")).reason())
                .isEqualTo("unknown-sale");
        String number = sale(world.productOnShelf("Yogourt", 289, 10));
        refund(number, 3).expect(201);
        assertThat(answer(ReservationRefused.class, request(number)).reason()).isEqualTo("nothing-returnable");
    }

    @Test
    void anotherRefundUnderTheSameReservationIsKeptForAPerson() {
        long rice = world.productOnShelf("Riz", 289, 10);
        String number = sale(rice);
        UUID reservation = reserve(number);
        send(refunded(reservation, number, rice, "T1-1-R000103"));
        world.sendFromHeadOffice(refunded(reservation, number, rice, "T1-1-R000104"));
        Awaitility.await().atMost(LIMIT).until(() -> world.number("""
                        SELECT count(*) FROM dead_letter WHERE kind = 'never' AND payload::text LIKE '%T1-1-R000104%'
                        """) == 1);
        JsonNode shown = world.alice(1).get("/sales/" + number).expect(200);
        assertThat(shown.path("returns").path(0).path("returned").asInt()).isEqualTo(1);
        world.execute("DELETE FROM dead_letter");
    }

    @Test
    void aSaleThatIsReservedForLongIsADifference() {
        String number = sale(world.productOnShelf("Thé", 289, 10));
        UUID reservation = reserve(number);
        world.execute("UPDATE reserved_sale SET reserved_at = now() - interval '2 days' WHERE reservation = '"
                + reservation + "'");
        assertThat(world.reconciliation().toString()).contains(number + " for store T1");
        release(reservation, number);
    }

    @Test
    void anInstanceOfAnEarlierVersionCannotRefundAReservedSale() {
        String number = sale(world.productOnShelf("Sel", 289, 10));
        UUID reservation = reserve(number);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> world.execute(
                        "UPDATE sale_line SET returned = returned + 1 WHERE sale_number = '" + number + "'")))
                .hasMessageContaining("is reserved for a refund at another store");
        release(reservation, number);
    }
}
