package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EarlierRefund;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedLine;
import dev.comptoir.contract.Event.ReservedSale;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Plateau refunds sales of Laval (T1), which another deployment serves. A sale of Laval is three units at 2.89, 8.67, with taxes
 * of 0.43 and 0.86 9.96; one unit is 2.89 with a third of the taxes, 0.14 and 0.29, together 3.32.
 */
class ReservationTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Payment CASH = new Payment(Tender.CASH, Money.ofCents(996));

    private static long milk;

    @BeforeAll
    static void open() {
        StoreChanged laval = StoreWorld.store("T1", "Laval", 1);
        world.sendFromHeadOffice(new StoreChanged(
                laval.code(),
                laval.name(),
                laval.timeZone(),
                laval.taxes(),
                laval.registers(),
                "laval",
                laval.version(),
                laval.profiles(),
                laval.epoch()));
        milk = world.productOnShelf("Lait", 289, 10);
    }

    private static ReservedSale sale(String number, int returned, Payment paid, EarlierRefund... refunds) {
        SaleLine line = new SaleLine(
                milk,
                "LAI",
                "Lait",
                3,
                Money.ofCents(289),
                Money.ofCents(867),
                null,
                Money.ZERO,
                Money.ZERO,
                null,
                null);
        return new ReservedSale(
                number,
                "T1",
                "Laval",
                Instant.parse("2026-11-20T15:00:00Z"),
                LocalDate.parse("2026-11-20"),
                List.of(new ReservedLine(line, returned)),
                List.of(
                        new TaxAmount("GST", 50_000, Money.ofCents(867), Money.ofCents(43)),
                        new TaxAmount("QST", 99_750, Money.ofCents(867), Money.ofCents(86))),
                Money.ofCents(996),
                List.of(paid),
                List.of(refunds));
    }

    private static JsonNode request(String sale) {
        return world.alice(1).post("/reservations", Map.of("sale", sale)).expect(201);
    }

    private static void send(Event event) {
        world.sendFromHeadOffice(event);
        world.settled();
    }

    private static void grant(String reservation, ReservedSale sale) {
        send(new ReservationGranted(UUID.fromString(reservation), sale.number(), "S1", sale, Instant.now()));
    }

    /** The id of a reservation that was requested and granted. */
    private static String reserve(ReservedSale sale) {
        String id = request(sale.number()).path("id").asString();
        grant(id, sale);
        return id;
    }

    private static JsonNode reservation(String id) {
        return world.alice(1).get("/reservations/" + id).expect(200);
    }

    private static Reply refund(TestHttp till, String sale, int units) {
        return till.post(
                "/sales/" + sale + "/refunds",
                Map.of(
                        "lines",
                        List.of(Map.of("line", 1, "quantity", units, "backToShelf", true)),
                        "reason",
                        "rapporté"));
    }

    private static <E extends Event> List<E> sent(Class<E> type, String sale) {
        return world.headOffice.received(type.getSimpleName()).stream()
                .map(payload -> type.cast(Events.read(type.getSimpleName(), payload)))
                .filter(event -> ((Event.OfReservation) event).saleNumber().equals(sale))
                .toList();
    }

    private static <E extends Event> E awaitSent(Class<E> type, String sale) {
        Awaitility.await().atMost(LIMIT).until(() -> !sent(type, sale).isEmpty());
        return sent(type, sale).getLast();
    }

    @Test
    void aGrantedSaleIsRefundedHereAtWhatWasCharged() {
        String number = "T1-1-000001";
        assertThat(world.alice(1).get("/sales/" + number).problem()).isEqualTo("other-store");
        String id = request(number).path("id").asString();
        ReservationRequested requested = awaitSent(ReservationRequested.class, number);
        assertThat(requested.store()).isEqualTo("S1");
        assertThat(requested.reservation()).hasToString(id);
        grant(id, sale(number, 0, CASH));
        assertThat(reservation(id).path("sale").path("storeName").asString()).isEqualTo("Laval");
        int before = world.onShelf(milk);

        JsonNode refund = refund(world.alice(2), number, 1).expect(201);

        assertThat(refund.path("total").asLong()).isEqualTo(332);
        assertThat(refund.path("taxes").path(0).path("amount").asLong()).isEqualTo(14);
        assertThat(refund.path("taxes").path(1).path("amount").asLong()).isEqualTo(29);
        assertThat(refund.path("store").asString()).isEqualTo("S1");
        assertThat(world.onShelf(milk)).isEqualTo(before + 1);
        assertThat(reservation(id).path("state").asString()).isEqualTo("refunded");
        ReservedSaleRefunded sent = awaitSent(ReservedSaleRefunded.class, number);
        assertThat(sent.reservation()).hasToString(id);
        assertThat(sent.lines()).containsExactly(1);
        assertThat(sent.refund().total()).isEqualTo(Money.ofCents(332));
        assertThat(refund(world.alice(2), number, 1).problem()).isEqualTo("other-store");
    }

    @Test
    void theRefundIsInTheDrawerAndTheReportOfTheRegisterThatMadeIt() {
        String number = "T1-1-000002";
        reserve(sale(number, 0, CASH));
        refund(world.alice(30), number, 3).expect(201);
        JsonNode report = world.alice(30).get("/register/x-report").expect(200);
        assertThat(report.path("refunds").path("total").asLong()).isEqualTo(996);
        assertThat(report.path("drawer").path("cashRefunds").asLong()).isEqualTo(996);
    }

    @Test
    void aLaterRefundContinuesAfterTheEarlierOnes() {
        String number = "T1-1-000003";
        EarlierRefund earlier = new EarlierRefund(
                "T1-1-R000001", Money.ofCents(332), List.of(new Payment(Tender.CASH, Money.ofCents(332))));
        reserve(sale(number, 1, CASH, earlier));
        Reply tooMany = refund(world.alice(1), number, 3);
        assertThat(tooMany.problem()).isEqualTo("returned-too-much");
        assertThat(tooMany.json().path("returnable").asInt()).isEqualTo(2);
        assertThat(refund(world.alice(1), number, 2).expect(201).path("total").asLong())
                .isEqualTo(664);
    }

    @Test
    void noTenderGivesBackMoreThanItPaidAtBothStores() {
        String number = "T1-1-000004";
        reserve(sale(number, 0, new Payment(Tender.CARD, Money.ofCents(996))));
        Map<String, Object> inCash = Map.of("reason", "rapporté", "tender", "cash");
        Reply refused = world.alice(1).post("/sales/" + number + "/refunds", inCash);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.json().path("exceeded").asString()).isEqualTo("tender");
        Map<String, Object> approved = Map.of(
                "reason", "rapporté", "tender", "cash", "approval", Map.of("username", "bob", "password", PASSWORD));
        JsonNode refund =
                world.alice(1).post("/sales/" + number + "/refunds", approved).expect(201);
        assertThat(refund.path("payments").path(0).path("tender").asString()).isEqualTo("cash");
    }

    @Test
    void aRepeatedRefundIsMadeOnce() {
        String number = "T1-1-000005";
        reserve(sale(number, 0, CASH));
        TestHttp till = world.alice(1).key(UUID.randomUUID().toString());
        Reply first = refund(till, number, 1);
        assertThat(first.status()).isEqualTo(201);
        assertThat(refund(till, number, 1).body()).isEqualTo(first.body());
        awaitSent(ReservedSaleRefunded.class, number);
        assertThat(sent(ReservedSaleRefunded.class, number)).hasSize(1);
    }

    @Test
    void twoRegistersUseAReservationOnce() {
        for (int round = 0; round < 10; round++) {
            String number = "T1-1-00010" + round;
            reserve(sale(number, 0, CASH));
            Callable<Reply> first = () -> refund(world.alice(1), number, 3);
            Callable<Reply> second = () -> refund(world.alice(2), number, 3);
            List<Reply> replies = Concurrently.all(List.of(first, second));
            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(201, 403);
        }
    }

    @Test
    void aStoreHasOneOpenReservationOfASale() {
        String number = "T1-1-000006";
        Callable<Reply> first = () -> world.alice(1).post("/reservations", Map.of("sale", number));
        Callable<Reply> second = () -> world.alice(2).post("/reservations", Map.of("sale", number));
        List<Reply> replies = Concurrently.all(List.of(first, second));
        assertThat(replies).extracting(Reply::status).containsExactly(201, 201);
        assertThat(replies)
                .extracting(reply -> reply.json().path("id"))
                .containsOnly(replies.getFirst().json().path("id"));
    }

    @Test
    void aRefusalIsShownWithItsReason() {
        String number = "T1-1-000007";
        String id = request(number).path("id").asString();
        send(new ReservationRefused(UUID.fromString(id), number, "S1", "sale-reserved", Instant.now()));
        assertThat(reservation(id).path("state").asString()).isEqualTo("refused");
        assertThat(reservation(id).path("reason").asString()).isEqualTo("sale-reserved");
        assertThat(refund(world.alice(1), number, 1).problem()).isEqualTo("other-store");
    }

    @Test
    void aReleasedReservationRefundsNothingAndALateGrantIsReleasedAgain() {
        String number = "T1-1-000008";
        String id = request(number).path("id").asString();
        assertThat(world.alice(2).delete("/reservations/" + id).status()).isEqualTo(204);
        awaitSent(ReservationReleased.class, number);
        grant(id, sale(number, 0, CASH));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> sent(ReservationReleased.class, number).size() == 2);
        assertThat(reservation(id).path("state").asString()).isEqualTo("released");
        assertThat(refund(world.alice(1), number, 1).problem()).isEqualTo("other-store");
    }

    @Test
    void aGrantOfAnUnknownReservationIsReleased() {
        String number = "T1-1-000009";
        UUID lost = UUID.randomUUID();
        grant(lost.toString(), sale(number, 0, CASH));
        assertThat(awaitSent(ReservationReleased.class, number).reservation()).isEqualTo(lost);
    }

    @Test
    void aRequestWithoutAnAnswerIsReleased() {
        String number = "T1-1-000010";
        String id = request(number).path("id").asString();
        world.execute("UPDATE reservation SET ends_at = now() - interval '1 second' WHERE id = '" + id + "'");
        assertThat(awaitSent(ReservationReleased.class, number).reservation()).hasToString(id);
        assertThat(reservation(id).path("reason").asString()).isEqualTo("unanswered");
        assertThat(request(number).path("id").asString()).isNotEqualTo(id);
    }

    @Test
    void aReservationThatIsNotUsedIsReleased() {
        String number = "T1-1-000011";
        String id = reserve(sale(number, 0, CASH));
        world.execute("UPDATE reservation SET ends_at = now() WHERE id = '" + id + "'");
        assertThat(refund(world.alice(1), number, 1).problem()).isEqualTo("other-store");
        awaitSent(ReservationReleased.class, number);
        assertThat(reservation(id).path("reason").asString()).isEqualTo("expired");
    }

    @Test
    void aRestoredCopyOfTheDatabaseUsesNoReservation() {
        String number = "T1-1-000012";
        String id = reserve(sale(number, 0, CASH));
        world.execute("UPDATE reservation SET server = 'another run' WHERE id = '" + id + "'");
        assertThat(refund(world.alice(1), number, 1).problem()).isEqualTo("other-store");
        assertThat(awaitSent(ReservationReleased.class, number).reservation()).hasToString(id);
    }

    @Test
    void anUnknownSaleOrReservationIsRefused() {
        TestHttp till = world.alice(1);
        assertThat(till.post("/reservations", Map.of("sale", "X1-1-000001")).status())
                .isEqualTo(404);
        assertThat(till.post("/reservations", Map.of("sale", "T1")).status()).isEqualTo(400);
        String own = till.post("/sales", StoreWorld.saleOf(List.of(StoreWorld.line(milk, 1))))
                .expect(201)
                .path("number")
                .asString();
        assertThat(till.post("/reservations", Map.of("sale", own)).problem()).isEqualTo("sale-is-here");
        assertThat(till.get("/reservations/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(till.delete("/reservations/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void anotherStoreOfTheDeploymentDoesNotSeeAReservation() {
        String id = request("T1-1-000013").path("id").asString();
        TestHttp verdun = world.loggedIn("alice", "S2", 1);
        assertThat(verdun.get("/reservations/" + id).status()).isEqualTo(404);
        assertThat(verdun.delete("/reservations/" + id).status()).isEqualTo(404);
    }

    @Test
    void aStoreHasAtMostTwentyOpenReservations() {
        TestHttp verdun = world.loggedIn("alice", "S2", 1);
        for (int sale = 10; sale < 30; sale++) {
            verdun.post("/reservations", Map.of("sale", "T1-1-0002" + sale)).expect(201);
        }
        assertThat(verdun.post("/reservations", Map.of("sale", "T1-1-000230")).problem())
                .isEqualTo("too-many-reservations");
    }

    @Test
    void aRefundWithoutItsReservationIsADifference() {
        String number = "T1-1-000014";
        String id = reserve(sale(number, 0, CASH));
        refund(world.alice(1), number, 1).expect(201);
        world.execute("UPDATE reservation SET sale_number = 'T1-1-000099' WHERE id = '" + id + "'");
        assertThat(world.reconciliation().toString()).contains("the reservation of " + number);
        world.execute("UPDATE reservation SET sale_number = '" + number + "' WHERE id = '" + id + "'");
    }
}
