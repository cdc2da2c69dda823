package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.Entries;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.SkippedNumbers;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.StockCountsListed;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.sales.RegisterBooks;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The books of a store whose database was restored: no sale is missing or double, and what the store lost is named. */
class RestoredStoreTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final SkippedNumbers NONE = new SkippedNumbers(0, 0);

    private HeadOfficeWorld world;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
        sends(new StockCounted("S1", 7, 100, 100, "bob", MORNING.minusSeconds(60)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A sale of some units at 1.00 with 5 % tax: 1.05 a unit. */
    private static SaleRecorded sale(long sequence, int units, long registerTotal) {
        Money amount = Money.ofCents(100L * units);
        Money tax = Money.ofCents(5L * units);
        Money total = amount.plus(tax);
        return new SaleRecorded(
                "S1-1-%06d".formatted(sequence),
                "S1",
                1,
                sequence,
                Money.ofCents(registerTotal),
                "alice",
                MORNING.plusSeconds(60 * sequence + units),
                DAY,
                List.of(new SaleLine(
                        7,
                        "SKU-7",
                        "P7",
                        units,
                        Money.ofCents(100),
                        amount,
                        List.of(new TaxRate("GST", 50_000)),
                        Money.ZERO,
                        Money.ZERO,
                        null,
                        null)),
                amount,
                List.of(new TaxAmount("GST", 50_000, amount, tax)),
                total,
                List.of(new Payment(Tender.CASH, total)),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    /** A refund of every unit of a sale. */
    private static RefundRecorded refund(long sequence, SaleRecorded sale, long registerTotal) {
        SaleLine line = sale.lines().getFirst();
        return new RefundRecorded(
                "S1-1-R%06d".formatted(sequence),
                sale.number(),
                "S1",
                1,
                sequence,
                Money.ofCents(registerTotal),
                "alice",
                sale.soldAt().plusSeconds(600),
                DAY,
                "abîmé",
                List.of(new RefundLine(
                        line.productId(), line.quantity(), line.amount(), true, line.taxes(), line.deposit())),
                sale.subtotal(),
                sale.taxes(),
                sale.total(),
                Tender.CASH,
                List.of(new Payment(Tender.CASH, sale.total())),
                Money.ZERO,
                Money.ZERO);
    }

    private static RegisterClosed closing(int day, Entries sales, Instant closedAt) {
        Money none = Money.ZERO;
        return new RegisterClosed(
                "S1-1-Z%06d".formatted(day),
                "S1",
                1,
                day,
                "alice",
                MORNING,
                "alice",
                closedAt,
                DAY,
                sales,
                new Entries(0, 0, none, null),
                List.of(),
                List.of(),
                new DrawerLedger(none, sales.total(), none, none, none, sales.total(), none),
                sales.total(),
                none);
    }

    private static RegisterSequencesMoved moved(SkippedNumbers sales, long salesTotal, SkippedNumbers days) {
        return moved(sales, salesTotal, NONE, days);
    }

    private static RegisterSequencesMoved moved(
            SkippedNumbers sales, long salesTotal, SkippedNumbers refunds, SkippedNumbers days) {
        return new RegisterSequencesMoved(
                "S1",
                1,
                sales,
                Money.ofCents(salesTotal),
                refunds,
                Money.ZERO,
                days,
                MORNING.plusSeconds(3_600 + sales.last()));
    }

    private void sends(Event... events) {
        Stream.of(events).forEach(world::storeSends);
        world.settled();
        assertThat(world.store.deadLetters()).isZero();
    }

    private static StockCounted count(int counted, int correction, Instant at) {
        return new StockCounted("S1", 7, counted, correction, "bob", at);
    }

    private static StockCountsListed countsListed(Instant listedAt, Instant... countedAt) {
        return new StockCountsListed("S1", MORNING.minusSeconds(86_400), List.of(countedAt), listedAt);
    }

    private long stock() {
        return world.count("SELECT quantity FROM stock WHERE (store_code, product_id) = ('S1', 7)");
    }

    private JsonNode turnover() {
        return world.report(DAY, DAY).path("total");
    }

    /** What the reconciliation finds, as subject and text. */
    private List<String> differences() {
        return world.reconciliation().path("checks").findValues("differences").stream()
                .flatMap(JsonNode::valueStream)
                .map(difference -> difference.path("subject").asString() + ": "
                        + difference.path("found").asString())
                .toList();
    }

    private Map<String, String> held() {
        try (Database database = world.openDatabase()) {
            return database.write(transaction -> RegisterBooks.of(transaction, "store"));
        }
    }

    @Test
    void eventsThatArriveAgainChangeNothing() {
        UUID order = UUID.randomUUID();
        SaleRecorded sale = sale(1, 3, 315);
        RestockShipped shipped = new RestockShipped(order, "S1", 7, 10, "farid", MORNING);
        Event[] events = {
            new StockCounted("S1", 7, 50, -50, "bob", MORNING),
            sale,
            refund(1, sale, 315),
            closing(1, new Entries(0, 1, Money.ofCents(315), null), MORNING.plusSeconds(900)),
            new RestockRequested(order, "S1", 7, 10, "alice", MORNING),
            new RestockReceived(order, "S1", 7, 10, MORNING)
        };
        sends(events);
        world.warehouseSends(shipped);
        world.settled();
        long activities = world.count("SELECT count(*) FROM activity");

        sends(events);
        sends(new RestockReceived(order, "S1", 7, 10, MORNING.plusSeconds(5_000)));
        world.warehouseSends(shipped);
        world.settled();

        assertThat(stock()).isEqualTo(50 - 3 + 3 + 10);
        assertThat(turnover().path("sales").asLong()).isEqualTo(1);
        assertThat(turnover().path("refundsTotal").asLong()).isEqualTo(315);
        assertThat(world.count("SELECT count(*) FROM z_report")).isEqualTo(1);
        assertThat(world.count("SELECT count(*) FROM stock_count")).isEqualTo(2);
        assertThat(world.count("SELECT count(*) FROM activity")).isEqualTo(activities);
        assertThat(differences()).isEmpty();
    }

    @Test
    void anotherSaleWithAUsedNumberIsKeptUnderTheNextGeneration() {
        sends(sale(1, 1, 105), sale(2, 1, 210));
        sends(sale(2, 4, 525));
        assertThat(world.bob()
                        .get("/sales/S1-1-000002")
                        .expect(200)
                        .path("total")
                        .asLong())
                .isEqualTo(105);
        assertThat(world.bob()
                        .get("/sales/S1-1-000002.2")
                        .expect(200)
                        .path("total")
                        .asLong())
                .isEqualTo(420);
        assertThat(turnover().path("salesTotal").asLong()).isEqualTo(105 + 105 + 420);
        sends(sale(2, 4, 525));
        sends(sale(2, 5, 630));
        assertThat(world.bob().get("/sales/S1-1-000002.3").status()).isEqualTo(200);
        assertThat(turnover().path("sales").asLong()).isEqualTo(4);
    }

    @Test
    void salesThatOnlyTheHeadOfficeHasAreNamedAndTheBookOfTheStoreIsComplete() {
        sends(sale(1, 1, 105), sale(2, 1, 210), sale(3, 1, 315), sale(4, 1, 420), sale(5, 1, 525));
        assertThat(held()).containsEntry("register S1-1", "5:525 0:0 0");
        SaleRecorded reused = sale(3, 2, 420);
        sends(reused, moved(new SkippedNumbers(3, 5), 420, NONE));
        assertThat(held()).containsEntry("register S1-1", "5:420 0:0 0");
        sends(sale(6, 1, 525));
        assertThat(held()).containsEntry("register S1-1", "6:525 0:0 0");
        assertThat(differences())
                .containsExactly("store S1 register 1: sales S1-1-000003 to S1-1-000005 only at the head office (3):"
                        + " the store was restored");
    }

    @Test
    void aStoreRestoredTwiceSkipsNumbersOnce() {
        sends(sale(1, 1, 105), sale(2, 1, 210), sale(3, 1, 315));
        sends(moved(new SkippedNumbers(2, 3), 210, NONE), sale(4, 1, 315));
        sends(sale(2, 3, 420), moved(new SkippedNumbers(2, 4), 420, NONE), sale(5, 1, 525));
        assertThat(differences())
                .containsExactly("store S1 register 1: sales S1-1-000002 to S1-1-000004 only at the head office (3):"
                        + " the store was restored");
    }

    @Test
    void aMoveThatArrivesAgainChangesNothing() {
        RegisterSequencesMoved moved = moved(new SkippedNumbers(1, 2), 105, NONE);
        sends(sale(1, 1, 105), sale(2, 1, 210), moved, sale(3, 2, 315));
        sends(moved);
        assertThat(held()).containsEntry("register S1-1", "3:315 0:0 0");
        assertThat(world.count("SELECT count(*) FROM sale WHERE lost")).isEqualTo(1);
    }

    @Test
    void aRefundNamesTheSaleThatItsStoreHasUnderTheNumber() {
        SaleRecorded reused = sale(1, 2, 210);
        sends(sale(1, 1, 105), reused, refund(1, reused, 210));
        assertThat(world.bob()
                        .get("/sales/S1-1-000001.2")
                        .expect(200)
                        .path("refunds")
                        .size())
                .isEqualTo(1);
        assertThat(differences())
                .containsExactly("store S1 register 1: sales S1-1-000001 to S1-1-000001 only at the head office (1):"
                        + " the store was restored");
    }

    @Test
    void aZReportWithAUsedNumberIsKeptAndSkippedDaysAreNotMissing() {
        sends(sale(1, 1, 105), closing(1, new Entries(0, 1, Money.ofCents(105), null), MORNING.plusSeconds(900)));
        sends(closing(2, new Entries(1, 1, Money.ZERO, null), MORNING.plusSeconds(1_000)));
        sends(closing(2, new Entries(1, 1, Money.ZERO, null), MORNING.plusSeconds(1_100)));
        sends(closing(3, new Entries(1, 1, Money.ZERO, null), MORNING.plusSeconds(1_200)));
        sends(moved(new SkippedNumbers(1, 1), 105, new SkippedNumbers(2, 3)));
        sends(closing(4, new Entries(1, 1, Money.ZERO, null), MORNING.plusSeconds(1_300)));
        assertThat(world.bob().get("/z-reports/S1-1-Z000002.2").status()).isEqualTo(200);
        assertThat(world.bob()
                        .get("/missing-z-reports")
                        .expect(200)
                        .path("items")
                        .size())
                .isZero();
        assertThat(held()).containsEntry("register S1-1", "1:105 0:0 4");
        assertThat(differences())
                .containsExactly(
                        "store S1 register 1: Z reports S1-1-Z000002 to S1-1-Z000003 only at the head office (2):"
                                + " the store was restored");
    }

    @Test
    void unitsOfLostSalesAndRefundsAreOnTheShelfAgainUntilItIsCounted() {
        SaleRecorded second = sale(2, 2, 315);
        sends(sale(1, 1, 105), second, sale(3, 3, 630), refund(1, second, 210));
        assertThat(stock()).isEqualTo(100 - 1 - 2 - 3 + 2);
        RegisterSequencesMoved moved = moved(new SkippedNumbers(1, 3), 105, new SkippedNumbers(0, 1), NONE);
        sends(moved);
        assertThat(stock()).as("the shelf as it was after the first sale").isEqualTo(99);
        sends(moved, count(95, -4, MORNING.plusSeconds(7_200)), sale(4, 5, 630));
        assertThat(stock()).isEqualTo(95 - 5);
        assertThat(turnover().path("sales").asLong()).isEqualTo(4);
        assertThat(differences())
                .containsExactly(
                        "store S1 register 1: refunds S1-1-R000001 to S1-1-R000001 only at the head office (1):"
                                + " the store was restored",
                        "store S1 register 1: sales S1-1-000002 to S1-1-000003 only at the head office (2):"
                                + " the store was restored");
    }

    @Test
    void theUnitsOfASaleWhoseNumberIsUsedAgainAreOnTheShelfAgain() {
        sends(sale(1, 1, 105), sale(2, 4, 525));
        sends(sale(2, 6, 735), moved(new SkippedNumbers(2, 2), 735, NONE));
        assertThat(stock()).isEqualTo(100 - 1 - 6);
        sends(sale(2, 4, 525));
        assertThat(stock()).isEqualTo(100 - 1 - 6);
    }

    @Test
    void aLostSaleThatArrivesAfterTheNextOneIsLost() {
        sends(sale(1, 1, 105), sale(2, 6, 735), sale(2, 4, 525));
        assertThat(stock()).isEqualTo(100 - 1 - 6);
        assertThat(held()).containsEntry("register S1-1", "2:735 0:0 0");
        assertThat(differences())
                .containsExactly(
                        "store S1 register 1: sales S1-1-000002.2 to S1-1-000002.2 only at the head office (1):"
                                + " the store was restored");
    }

    @Test
    void aLostSaleThatArrivesAfterItsNumberWasSkippedIsLost() {
        sends(sale(1, 1, 105), moved(new SkippedNumbers(1, 3), 105, NONE), sale(4, 2, 315), sale(3, 5, 840));
        assertThat(stock()).isEqualTo(100 - 1 - 2);
        assertThat(held()).containsEntry("register S1-1", "4:315 0:0 0");
        assertThat(differences())
                .containsExactly("store S1 register 1: sales S1-1-000003 to S1-1-000003 only at the head office (1):"
                        + " the store was restored");
    }

    @Test
    void stockCountsThatOnlyTheHeadOfficeHasAreNamedAndDoNotCount() {
        Instant lost = MORNING.plusSeconds(60);
        Instant kept = MORNING.minusSeconds(60);
        StockCountsListed listed = countsListed(MORNING.plusSeconds(3_600), kept);
        sends(count(80, -20, lost));
        assertThat(stock()).isEqualTo(80);
        sends(listed, listed, count(70, -30, MORNING.plusSeconds(4_000)));
        assertThat(stock()).isEqualTo(100 - 30);
        assertThat(differences())
                .containsExactly("store S1 product 7: stock counts of 2026-03-02 10:01 (80) only at the head office:"
                        + " the store was restored");
        sends(count(77, -23, lost.plusSeconds(1)));
        assertThat(stock()).as("a lost count that arrives later").isEqualTo(100 - 30);
        sends(countsListed(MORNING.plusSeconds(7_200), kept, lost, lost.plusSeconds(1)), listed);
        assertThat(stock()).as("restored again, from a newer backup").isEqualTo(100 - 20 - 23);
        assertThat(differences()).allMatch(difference -> difference.contains("(70)"));
    }

    @Test
    void olderSalesThatArriveLaterCompleteTheBook() {
        sends(sale(3, 1, 315));
        assertThat(differences()).isNotEmpty();
        sends(sale(1, 1, 105), sale(2, 1, 210));
        assertThat(held()).containsEntry("register S1-1", "3:315 0:0 0");
        assertThat(differences()).isEmpty();
    }

    @Test
    void aSaleWhoseNumberIsNotItsPlaceIsADeadLetter() {
        SaleRecorded sale = sale(1, 1, 105);
        world.storeSends(new SaleRecorded(
                "S1-1-000009",
                sale.store(),
                sale.register(),
                sale.sequence(),
                sale.registerTotal(),
                sale.cashier(),
                sale.soldAt(),
                sale.businessDay(),
                sale.lines(),
                sale.subtotal(),
                sale.taxes(),
                sale.total(),
                sale.payments(),
                sale.change(),
                sale.deposits(),
                sale.rounding(),
                sale.empties()));
        world.settled();
        assertThat(world.store.deadLetters()).isEqualTo(1);
    }
}
