package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.Breakdown;
import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.Empties;
import dev.comptoir.contract.Event.Entries;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.TenderTotal;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Empties at the head office. A customer buys chips of 10.00, with tax 10.50, and brings 24 containers of 0.10: 8.10 are due.
 * Another one brings ten of 0.25, three of 0.10 and one of 0.03: 2.85 in coins.
 */
class EmptiesReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final long CHIPS = 1;
    private static final TaxRate GST = new TaxRate("GST", 50_000);

    private HeadOfficeWorld world;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
        world.storeSends(new StockCounted("S1", CHIPS, 100, 100, "bob", MORNING));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Money cents(long cents) {
        return Money.ofCents(cents);
    }

    private static Deposit empties(int containers, long each) {
        return new Deposit(containers, cents(each));
    }

    private static SaleRecorded chips() {
        SaleLine line = new SaleLine(
                CHIPS,
                "SKU-1",
                "Croustilles",
                1,
                cents(1000),
                cents(1000),
                List.of(GST),
                Money.ZERO,
                Money.ZERO,
                null,
                null);
        return new SaleRecorded(
                "S1-1-000001",
                "S1",
                1,
                1,
                cents(1050),
                "alice",
                MORNING,
                DAY,
                List.of(line),
                cents(1000),
                List.of(new TaxAmount("GST", 50_000, cents(1000), cents(50))),
                cents(1050),
                List.of(new Payment(Tender.CASH, cents(2000))),
                cents(1190),
                Money.ZERO,
                Money.ZERO,
                List.of(empties(24, 10)));
    }

    private static SaleRecorded emptiesAlone(int register, long sequence, long registerTotal) {
        return new SaleRecorded(
                "S1-%d-%06d".formatted(register, sequence),
                "S1",
                register,
                sequence,
                cents(registerTotal),
                "alice",
                MORNING.plusSeconds(60),
                DAY,
                List.of(),
                Money.ZERO,
                List.of(),
                Money.ZERO,
                List.of(),
                cents(285),
                Money.ZERO,
                cents(-2),
                List.of(empties(10, 25), empties(3, 10), empties(1, 3)));
    }

    private void sendTheDay() {
        world.storeSends(chips());
        world.storeSends(emptiesAlone(1, 2, 1050));
        world.settled();
        assertThat(world.store.deadLetters()).isZero();
    }

    /** The Z report of the register: 8.10 received and 2.85 handed out. */
    private static RegisterClosed closing(Empties empties) {
        Breakdown sold = new Breakdown(
                cents(1000),
                Money.ZERO,
                List.of(new TaxAmount("GST", 50_000, cents(1000), cents(50))),
                Money.ZERO,
                cents(-2),
                empties);
        Breakdown refunded = new Breakdown(Money.ZERO, Money.ZERO, List.of(), Money.ZERO, Money.ZERO, Empties.NONE);
        return new RegisterClosed(
                "S1-1-Z000001",
                "S1",
                1,
                1,
                "alice",
                MORNING,
                "alice",
                MORNING.plusSeconds(36_000),
                DAY,
                new Entries(0, 2, cents(1050), sold),
                new Entries(0, 0, Money.ZERO, refunded),
                sold.taxes(),
                List.of(new TenderTotal(Tender.CASH, cents(525), Money.ZERO, cents(525))),
                new DrawerLedger(Money.ZERO, cents(810), Money.ZERO, Money.ZERO, Money.ZERO, cents(525), cents(285)),
                cents(525),
                Money.ZERO);
    }

    private JsonNode report() {
        return world.bob().get("/tax-report?from=" + DAY + "&to=" + DAY).expect(200);
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private void assertReconciled() {
        JsonNode reconciliation = world.reconciliation();
        assertThat(reconciliation.path("ok").asBoolean())
                .as(reconciliation.toPrettyString())
                .isTrue();
    }

    private List<String> differences() {
        return world.reconciliation().path("checks").findValues("differences").stream()
                .flatMap(JsonNode::valueStream)
                .map(one -> "%s: %s, %s"
                        .formatted(
                                one.path("subject").asString(),
                                one.path("expected").asString(),
                                one.path("found").asString()))
                .toList();
    }

    @Test
    void theTaxReportHasThemApartAndTheTendersAreWhatIsLeft() {
        sendTheDay();
        JsonNode plateau = report().path("stores").get(0);
        assertThat(plateau.path("sales")).isEqualTo(json("""
                {"net": 1000, "zeroRated": 0, "taxes": [
                    {"name": "GST", "perMillion": 50000, "base": 1000, "amount": 50}],
                 "deposits": 0, "total": 1050, "empties": 523, "rounding": -2,
                 "tenders": [{"tender": "cash", "amount": 525}]}
                """));
        assertThat(plateau.path("balance").path("empties").asLong()).isEqualTo(523);
        assertThat(plateau.path("refunds").path("empties").asLong()).isZero();
        assertReconciled();
    }

    @Test
    void theFileHasThemOnALineOfTheirOwn() {
        sendTheDay();
        String file = world.bob()
                .get("/tax-report.csv?store=S1&from=" + DAY + "&to=" + DAY)
                .body();
        assertThat(file).contains("2026-03-02,2026-03-02,S1,Plateau,sales,empties,,,5.23\r\n");
    }

    @Test
    void aBillForEmptiesAloneIsNoSaleInTheReports() {
        sendTheDay();
        JsonNode totals = world.report(DAY, DAY).path("stores").get(0).path("totals");
        assertThat(totals.path("sales").asLong()).isOne();
        assertThat(totals.path("salesTotal").asLong()).isEqualTo(1050);
    }

    @Test
    void theSaleShowsThem() {
        sendTheDay();
        assertThat(world.bob().get("/sales/S1-1-000001").expect(200).path("empties"))
                .isEqualTo(json("""
                        [{"containers": 24, "each": 10}]
                        """));
        JsonNode alone = world.bob().get("/sales/S1-1-000002").expect(200);
        assertThat(alone.path("empties")).hasSize(3);
        assertThat(alone.path("lines")).isEmpty();
        assertThat(alone.path("change").asLong()).isEqualTo(285);
    }

    @Test
    void theReportOfTheDayIsTheSumOfItsZReports() {
        sendTheDay();
        world.storeSends(closing(new Empties(38, cents(523))));
        world.settled();
        assertReconciled();
        JsonNode closing = world.bob().get("/z-reports/S1-1-Z000001").expect(200);
        assertThat(closing.path("sales").path("breakdown").path("empties"))
                .isEqualTo(json("{\"containers\": 38, \"amount\": 523}"));
        assertThat(closing.path("drawer").path("cashEmpties").asLong()).isEqualTo(285);
    }

    @Test
    void aZReportWithOtherEmptiesIsADifference() {
        sendTheDay();
        world.storeSends(closing(new Empties(38, cents(524))));
        world.settled();
        assertThat(differences()).containsExactly("S1 2026-03-02 sale empties: 0 524, 0 523");
    }

    @Test
    void aDayIsNotComparedWhileARegisterThatTookEmptiesBackIsOpen() {
        sendTheDay();
        world.storeSends(emptiesAlone(2, 1, 0));
        world.storeSends(closing(new Empties(38, cents(523))));
        world.settled();
        assertReconciled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE sale SET empties = NULL WHERE number = 'S1-1-000001'",
                "UPDATE sale SET empties = '[{\"containers\": 23, \"each\": 10}]' WHERE number = 'S1-1-000001'",
                "UPDATE sale SET empties = NULL, change = 0, rounding = 0 WHERE number = 'S1-1-000002'",
                "UPDATE day_part SET amount = amount + 1 WHERE part = 'empties'",
                "DELETE FROM day_part WHERE part = 'empties'"
            })
    void theReconciliationFindsEmptiesThatWereChangedByHand(String damage) {
        sendTheDay();
        assertReconciled();
        assertThat(world.execute(damage)).isPositive();
        assertThat(differences()).isNotEmpty();
    }

    @Test
    void anEventWithoutThemHasNone() {
        SaleRecorded sale = world.sale("S1", 1, CHIPS, 1, 1000, MORNING);
        ObjectNode old = (ObjectNode) json(Events.write(sale));
        old.remove("empties");
        world.store.send("headoffice", "SaleRecorded", old.toString());
        world.settled();
        assertThat(world.bob().get("/sales/" + sale.number()).expect(200).path("empties"))
                .isEmpty();
        assertThat(report().path("total").path("sales").path("empties").asLong())
                .isZero();
        assertReconciled();
    }

    @Test
    void daysThatAnOlderVersionRecordedAreSummedUpWithThem() {
        sendTheDay();
        JsonNode before = report();
        world.execute("DELETE FROM day_part");
        world.execute("INSERT INTO unsummed_day (store_code, day) SELECT store_code, day FROM store_day");
        try (HeadOfficeService next = world.start(Map.of())) {
            assertThat(HeadOfficeWorld.anyoneAt(next)
                            .as(HeadOfficeWorld.newToken(HeadOfficeWorld.anyoneAt(next), "bob"))
                            .get("/tax-report?from=" + DAY + "&to=" + DAY)
                            .expect(200))
                    .isEqualTo(before);
        }
    }
}
