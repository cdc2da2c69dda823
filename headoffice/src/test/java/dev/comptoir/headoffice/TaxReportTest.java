package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.comptoir.contract.Event.Breakdown;
import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.Empties;
import dev.comptoir.contract.Event.Entries;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.SkippedNumbers;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.TenderTotal;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The tax, tender and deposit report of one day in Plateau (S1) and Verdun (S2), to the cent: taxed, half taxed and zero-rated
 * products, a deposit, rounded cash, refunds, and entries of a version without tax classes.
 */
class TaxReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final String DAY_OF_REPORT = "from=2026-03-02&to=2026-03-02";

    private static final TaxRate GST = new TaxRate("GST", 50_000);
    private static final TaxRate QST = new TaxRate("QST", 99_750);
    private static final List<TaxRate> BOTH = List.of(GST, QST);

    private static final long MILK = 1;
    private static final long CHIPS = 2;
    private static final long DIAPERS = 3;
    private static final long WATER = 4;

    /** The sales of Plateau: 31.55 with tax classes, and 10.00 without. */
    private static final String PLATEAU_SALES = """
            {"net": 4155, "zeroRated": 907, "taxes": [
                {"name": "GST", "perMillion": 50000, "base": 3248, "amount": 162},
                {"name": "QST", "perMillion": 99750, "base": 1349, "amount": 135}],
             "deposits": 10, "total": 4462, "empties": 0, "rounding": -2,
             "tenders": [{"tender": "cash", "amount": 3310}, {"tender": "card", "amount": 1150}]}
            """;

    private static final String PLATEAU_REFUNDS = """
            {"net": 1349, "zeroRated": 0, "taxes": [
                {"name": "GST", "perMillion": 50000, "base": 1349, "amount": 67},
                {"name": "QST", "perMillion": 99750, "base": 1349, "amount": 135}],
             "deposits": 0, "total": 1551, "empties": 0, "rounding": -1,
             "tenders": [{"tender": "cash", "amount": 400}, {"tender": "card", "amount": 1150}]}
            """;

    /** Tests with this tag begin with the entries of the day and leave them as they are: they share one world. */
    private static final String WITH_THE_DAY = "with-the-day";

    /** What tests with the day change by hand, also by triggers. */
    private static final List<String> DAMAGED =
            List.of("sale", "refund", "store_day", "store_hour", "chain_hour", "day_part");

    private static @Nullable HeadOfficeWorld shared;
    private HeadOfficeWorld world;

    @BeforeEach
    void open(TestInfo test) {
        if (!test.getTags().contains(WITH_THE_DAY)) {
            world = worldWithProducts();
        } else if (shared != null) {
            world = shared;
        } else {
            shared = worldWithProducts();
            world = shared;
            sendTheDay();
            DAMAGED.forEach(table -> world.execute("CREATE TABLE intact_" + table + " AS TABLE " + table));
        }
    }

    private static HeadOfficeWorld worldWithProducts() {
        HeadOfficeWorld world = new HeadOfficeWorld();
        for (long product = MILK; product <= WATER; product++) {
            for (String store : List.of("S1", "S2")) {
                world.storeSends(new StockCounted(store, product, 1000, 1000, "bob", MORNING));
            }
        }
        return world;
    }

    @AfterEach
    void close() {
        if (world != shared) {
            world.close();
        }
    }

    @AfterAll
    static void closeShared() {
        if (shared != null) {
            shared.close();
        }
    }

    private static Money cents(long cents) {
        return Money.ofCents(cents);
    }

    private static SaleLine line(long product, int quantity, long price, List<TaxRate> taxes, long deposit) {
        Money amount = cents(price).times(quantity);
        return new SaleLine(
                product,
                "SKU-" + product,
                "P" + product,
                quantity,
                cents(price),
                amount,
                taxes,
                cents(deposit),
                Money.ZERO,
                null,
                null);
    }

    private static TaxAmount tax(TaxRate rate, long base, long amount) {
        return new TaxAmount(rate.name(), rate.perMillion(), cents(base), cents(amount));
    }

    private static TaxAmount taxOfSubtotal(TaxRate rate, long amount) {
        return new TaxAmount(rate.name(), rate.perMillion(), null, cents(amount));
    }

    /** Milk 7.78 and water 1.29 zero-rated, chips 3.49, diapers 18.99 with GST only: 33.12, in cash 33.10 of 40.00. */
    private static SaleRecorded basket() {
        return new SaleRecorded(
                "S1-1-000001",
                "S1",
                1,
                1,
                cents(3312),
                "alice",
                MORNING,
                DAY,
                List.of(
                        line(MILK, 2, 389, List.of(), 0),
                        line(CHIPS, 1, 349, BOTH, 0),
                        line(DIAPERS, 1, 1899, List.of(GST), 0),
                        line(WATER, 1, 129, List.of(), 10)),
                cents(3155),
                List.of(tax(GST, 2248, 112), tax(QST, 349, 35)),
                cents(3312),
                List.of(new Payment(Tender.CASH, cents(4000))),
                cents(690),
                cents(10),
                cents(-2),
                List.of());
    }

    /** Chips of 10.00 with both taxes, 11.50, in the form of version 0.2. */
    private static SaleRecorded chipsInTheOldForm() {
        SaleLine line = new SaleLine(
                CHIPS, "SKU-2", "P2", 1, cents(1000), cents(1000), null, Money.ZERO, Money.ZERO, null, null);
        return new SaleRecorded(
                "S1-1-000002",
                "S1",
                1,
                2,
                cents(3312 + 1150),
                "alice",
                MORNING.plusSeconds(60),
                DAY,
                List.of(line),
                cents(1000),
                List.of(taxOfSubtotal(GST, 50), taxOfSubtotal(QST, 100)),
                cents(1150),
                List.of(new Payment(Tender.CARD, cents(1150))),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    /** Chips of 10.00 in Verdun: 11.50, of which 5.00 by card and 6.50 of 10.00 in cash. */
    private static SaleRecorded chipsOf(
            int register, long sequence, long registerTotal, Instant at, LocalDate businessDay) {
        String store = register == 2 ? "S1" : "S2";
        return new SaleRecorded(
                "%s-%d-%06d".formatted(store, register, sequence),
                store,
                register,
                sequence,
                cents(registerTotal),
                "alice",
                at,
                businessDay,
                List.of(line(CHIPS, 1, 1000, BOTH, 0)),
                cents(1000),
                List.of(tax(GST, 1000, 50), tax(QST, 1000, 100)),
                cents(1150),
                List.of(new Payment(Tender.CARD, cents(500)), new Payment(Tender.CASH, cents(1000))),
                cents(350),
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    /** The chips of the basket: 4.01, in cash 4.00. */
    private static RefundRecorded chipsOfBasket() {
        return new RefundRecorded(
                "S1-1-R000001",
                "S1-1-000001",
                "S1",
                1,
                1,
                cents(401),
                "alice",
                MORNING.plusSeconds(120),
                DAY,
                "abîmé",
                List.of(new RefundLine(CHIPS, 1, cents(349), true, BOTH, Money.ZERO)),
                cents(349),
                List.of(tax(GST, 349, 17), tax(QST, 349, 35)),
                cents(401),
                Tender.CASH,
                List.of(new Payment(Tender.CASH, cents(400))),
                Money.ZERO,
                cents(-1));
    }

    /** All of the second sale, in the form of version 0.2. */
    private static RefundRecorded chipsBackInTheOldForm() {
        return new RefundRecorded(
                "S1-1-R000002",
                "S1-1-000002",
                "S1",
                1,
                2,
                cents(401 + 1150),
                "alice",
                MORNING.plusSeconds(180),
                DAY,
                "abîmé",
                List.of(new RefundLine(CHIPS, 1, cents(1000), true, null, Money.ZERO)),
                cents(1000),
                List.of(taxOfSubtotal(GST, 50), taxOfSubtotal(QST, 100)),
                cents(1150),
                Tender.CARD,
                null,
                Money.ZERO,
                Money.ZERO);
    }

    /** The Z report of register 1 of Plateau. */
    private static RegisterClosed closing(Breakdown sales, Breakdown refunds) {
        return closing(
                1,
                DAY,
                new Entries(0, 2, cents(4462), sales),
                new Entries(0, 2, cents(1551), refunds),
                List.of(
                        new TenderTotal(Tender.CASH, cents(3310), cents(400), cents(2910)),
                        new TenderTotal(Tender.CARD, cents(1150), cents(1150), Money.ZERO)));
    }

    private static RegisterClosed closing(
            int register, LocalDate day, Entries sales, Entries refunds, List<TenderTotal> tenders) {
        Money none = Money.ZERO;
        return new RegisterClosed(
                "S1-%d-Z000001".formatted(register),
                "S1",
                register,
                1,
                "alice",
                MORNING,
                "alice",
                MORNING.plusSeconds(36_000),
                day,
                sales,
                refunds,
                List.of(),
                tenders,
                new DrawerLedger(none, none, none, none, none, none, none),
                none,
                none);
    }

    private static Breakdown soldInPlateau() {
        return new Breakdown(
                cents(4155),
                cents(907),
                List.of(tax(GST, 3248, 162), tax(QST, 1349, 135)),
                cents(10),
                cents(-2),
                Empties.NONE);
    }

    private static Breakdown refundedInPlateau() {
        return new Breakdown(
                cents(1349),
                Money.ZERO,
                List.of(tax(GST, 1349, 67), tax(QST, 1349, 135)),
                Money.ZERO,
                cents(-1),
                Empties.NONE);
    }

    private void sendTheDay() {
        world.storeSends(basket());
        world.storeSends(chipsInTheOldForm());
        world.storeSends(chipsOf(1, 1, 1150, MORNING, DAY));
        world.storeSends(chipsOfBasket());
        world.storeSends(chipsBackInTheOldForm());
        world.settled();
        assertThat(world.store.deadLetters()).isZero();
    }

    private JsonNode report(String query) {
        return world.bob().get("/tax-report?" + query).expect(200);
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private static JsonNode check(JsonNode reconciliation, String name) {
        return reconciliation
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static final String Z_RULE = "The report of each day is the sum of its Z reports";

    private List<String> differencesFromZReports() {
        return check(world.reconciliation(), Z_RULE)
                .path("differences")
                .valueStream()
                .map(one -> "%s: %s, %s"
                        .formatted(
                                one.path("subject").asString(),
                                one.path("expected").asString(),
                                one.path("found").asString()))
                .toList();
    }

    private void assertReconciled() {
        JsonNode reconciliation = world.reconciliation();
        assertThat(reconciliation.path("ok").asBoolean())
                .as(reconciliation.toPrettyString())
                .isTrue();
    }

    @Test
    @Tag(WITH_THE_DAY)
    void eachStoreHasItsSalesAndRefundsAndTheirBalance() {
        JsonNode plateau = report(DAY_OF_REPORT).path("stores").get(0);
        assertThat(plateau.path("store").asString()).isEqualTo("S1");
        assertThat(plateau.path("name").asString()).isEqualTo("Plateau");
        assertThat(plateau.path("sales")).isEqualTo(json(PLATEAU_SALES));
        assertThat(plateau.path("refunds")).isEqualTo(json(PLATEAU_REFUNDS));
        assertThat(plateau.path("balance")).isEqualTo(json("""
                {"net": 2806, "zeroRated": 907, "taxes": [
                    {"name": "GST", "perMillion": 50000, "base": 1899, "amount": 95},
                    {"name": "QST", "perMillion": 99750, "base": 0, "amount": 0}],
                 "deposits": 10, "total": 2911, "empties": 0, "rounding": -1,
                 "tenders": [{"tender": "cash", "amount": 2910}, {"tender": "card", "amount": 0}]}
                """));
        assertReconciled();
    }

    @Test
    @Tag(WITH_THE_DAY)
    void theChainIsTheSumOfItsStores() {
        JsonNode report = report(DAY_OF_REPORT);
        assertThat(report.path("stores").findValuesAsString("store")).containsExactly("S1", "S2");
        assertThat(report.path("total").path("sales")).isEqualTo(json("""
                {"net": 5155, "zeroRated": 907, "taxes": [
                    {"name": "GST", "perMillion": 50000, "base": 4248, "amount": 212},
                    {"name": "QST", "perMillion": 99750, "base": 2349, "amount": 235}],
                 "deposits": 10, "total": 5612, "empties": 0, "rounding": -2,
                 "tenders": [{"tender": "cash", "amount": 3960}, {"tender": "card", "amount": 1650}]}
                """));
        assertThat(report.path("total").path("refunds")).isEqualTo(json(PLATEAU_REFUNDS));
    }

    @Test
    @Tag(WITH_THE_DAY)
    void oneStoreOfTheChainHasAReportOfItsOwn() {
        JsonNode verdun = report("store=S2&" + DAY_OF_REPORT);
        assertThat(verdun.path("stores").findValuesAsString("store")).containsExactly("S2");
        assertThat(verdun.path("total").path("sales").path("net").asLong()).isEqualTo(1000);
        assertThat(world.bob().get("/tax-report?store=S9").problem()).isEqualTo("unknown-store");
    }

    @Test
    @Tag(WITH_THE_DAY)
    void salesWithoutAWordAreNetOfTaxesAndDeposits() {
        JsonNode plateau = world.report(DAY, DAY).path("stores").get(0).path("totals");
        assertThat(plateau).isEqualTo(json("""
                {"sales": 2, "salesTotal": 4462, "salesSubtotal": 4155, "refunds": 2, "refundsTotal": 1551,
                 "refundsSubtotal": 1349, "net": 2911, "netSales": 2806}
                """));
        String analytics = "/analytics/sales?from=" + DAY + "&to=" + DAY;
        for (String series : List.of("&store=S1&by=day", "&store=S1&by=hour")) {
            assertThat(world.bob()
                            .get(analytics + series)
                            .expect(200)
                            .path("steps")
                            .get(0)
                            .path("totals"))
                    .isEqualTo(plateau);
        }
        assertThat(world.bob()
                        .get(analytics + "&by=hour")
                        .expect(200)
                        .path("steps")
                        .get(0)
                        .path("totals")
                        .path("netSales")
                        .asLong())
                .isEqualTo(2806 + 1000);
    }

    @Test
    void aSaleAfterMidnightBelongsToTheDayOnWhichItsRegisterWasOpened() {
        Instant halfPastOneInToronto = Instant.parse("2026-03-03T06:30:00Z");
        world.storeSends(chipsOf(1, 1, 1150, halfPastOneInToronto, DAY));
        world.settled();
        assertThat(report(DAY_OF_REPORT).path("total").path("sales").path("net").asLong())
                .isEqualTo(1000);
        assertThat(report("from=2026-03-03")
                        .path("total")
                        .path("sales")
                        .path("net")
                        .asLong())
                .isZero();
        assertReconciled();
    }

    @Test
    @Tag(WITH_THE_DAY)
    void theSaleShowsItsDepositsRoundingAndHowItsRefundsWerePaid() {
        JsonNode sale = world.bob().get("/sales/S1-1-000001").expect(200);
        assertThat(sale.path("deposits").asLong()).isEqualTo(10);
        assertThat(sale.path("rounding").asLong()).isEqualTo(-2);
        assertThat(sale.path("taxes")).isEqualTo(json("""
                [{"name": "GST", "perMillion": 50000, "base": 2248, "amount": 112},
                 {"name": "QST", "perMillion": 99750, "base": 349, "amount": 35}]
                """));
        assertThat(sale.path("lines").get(2).path("taxes")).isEqualTo(json("""
                [{"name": "GST", "perMillion": 50000}]
                """));
        assertThat(sale.path("lines").get(3).path("deposit").asLong()).isEqualTo(10);
        JsonNode refund = sale.path("refunds").get(0);
        assertThat(refund.path("rounding").asLong()).isEqualTo(-1);
        assertThat(refund.path("payments")).isEqualTo(json("""
                [{"tender": "cash", "amount": 400}]
                """));
    }

    @Test
    @Tag(WITH_THE_DAY)
    void anOldRefundWasHandedBackByItsOneTender() {
        JsonNode sale = world.bob().get("/sales/S1-1-000002").expect(200);
        assertThat(sale.path("deposits").asLong()).isZero();
        assertThat(sale.path("lines").get(0).path("taxes").isNull()).isTrue();
        assertThat(sale.path("refunds").get(0).path("payments")).isEqualTo(json("""
                [{"tender": "card", "amount": 1150}]
                """));
    }

    @Test
    void theReportIsTheSumOfTheZReportsOfTheDay() {
        sendTheDay();
        world.storeSends(closing(soldInPlateau(), refundedInPlateau()));
        world.settled();
        assertReconciled();

        world.execute("UPDATE day_part SET amount = amount + 1 WHERE (store_code, book, part, name)"
                + " = ('S1', 'sale', 'tax', 'GST')");
        assertThat(differencesFromZReports()).containsExactly("S1 2026-03-02 sale tax GST 50000: 3248 162, 3248 163");
        world.execute("UPDATE day_part SET amount = amount - 1 WHERE (store_code, book, part, name)"
                + " = ('S1', 'sale', 'tax', 'GST')");

        world.execute("UPDATE z_report SET report = jsonb_set(report, '{refunds,breakdown,zeroRated}', '5')");
        assertThat(differencesFromZReports()).containsExactly("S1 2026-03-02 refund zero-rated: 0 5, 0 0");
    }

    @Test
    void aDayIsNotComparedWhileOneOfItsRegistersIsOpen() {
        sendTheDay();
        world.storeSends(chipsOf(2, 1, 1150, MORNING, DAY));
        world.storeSends(closing(soldInPlateau(), refundedInPlateau()));
        world.settled();
        assertReconciled();

        List<TenderTotal> tenders = List.of(
                new TenderTotal(Tender.CASH, cents(650), Money.ZERO, cents(650)),
                new TenderTotal(Tender.CARD, cents(500), Money.ZERO, cents(500)));
        Breakdown wrong = new Breakdown(
                cents(999),
                Money.ZERO,
                List.of(tax(GST, 1000, 50), tax(QST, 1000, 100)),
                Money.ZERO,
                Money.ZERO,
                Empties.NONE);
        world.storeSends(closing(2, DAY, new Entries(0, 1, cents(1150), wrong), nothing(), tenders));
        world.settled();
        assertThat(differencesFromZReports()).containsExactly("S1 2026-03-02 sale net: 0 5154, 0 5155");
    }

    private static Entries nothing() {
        return new Entries(
                0,
                0,
                Money.ZERO,
                new Breakdown(Money.ZERO, Money.ZERO, List.of(), Money.ZERO, Money.ZERO, Empties.NONE));
    }

    @Test
    void aDayWithAZReportOfAnOlderVersionIsNotCompared() {
        sendTheDay();
        world.storeSends(
                closing(1, DAY, new Entries(0, 2, cents(4462), null), new Entries(0, 2, cents(1551), null), List.of()));
        world.settled();
        assertReconciled();
    }

    @Test
    void anEntryThatARestoredStoreHasLostStaysInTheReportAndIsNoDifferenceFromItsZReports() {
        LocalDate day = DAY.plusDays(3);
        Instant noon = MORNING.plusSeconds(3 * 86_400);
        world.storeSends(chipsOf(2, 1, 1150, noon, day));
        world.storeSends(new RegisterSequencesMoved(
                "S1",
                2,
                new SkippedNumbers(0, 1),
                Money.ZERO,
                new SkippedNumbers(0, 0),
                Money.ZERO,
                new SkippedNumbers(0, 0),
                noon.plusSeconds(60)));
        world.storeSends(chipsOf(2, 2, 1150, noon.plusSeconds(120), day));
        Breakdown second = new Breakdown(
                cents(1000),
                Money.ZERO,
                List.of(tax(GST, 1000, 50), tax(QST, 1000, 100)),
                Money.ZERO,
                Money.ZERO,
                Empties.NONE);
        world.storeSends(closing(
                2,
                day,
                new Entries(1, 2, cents(1150), second),
                nothing(),
                List.of(
                        new TenderTotal(Tender.CASH, cents(650), Money.ZERO, cents(650)),
                        new TenderTotal(Tender.CARD, cents(500), Money.ZERO, cents(500)))));
        world.settled();
        assertThat(report("from=" + day).path("total").path("sales").path("net").asLong())
                .isEqualTo(2000);
        assertThat(differencesFromZReports()).isEmpty();
    }

    @ParameterizedTest
    @Tag(WITH_THE_DAY)
    @ValueSource(
            strings = {
                "UPDATE sale SET rounding = rounding + 1 WHERE number = 'S1-1-000001'",
                "UPDATE sale SET deposits = 0 WHERE number = 'S1-1-000001'",
                "UPDATE sale SET taxes = jsonb_set(taxes, '{0,base}', '2249') WHERE number = 'S1-1-000001'",
                "UPDATE sale SET taxes = jsonb_set(taxes, '{1,amount}', '34') WHERE number = 'S1-1-000001'",
                "UPDATE sale SET lines = jsonb_set(lines, '{1,taxes}', '[]') WHERE number = 'S1-1-000001'",
                "UPDATE sale SET lines = jsonb_set(lines, '{1,discount}', '1') WHERE number = 'S1-1-000001'",
                "UPDATE refund SET payments = '[{\"tender\": \"cash\", \"amount\": 405}]' WHERE payments IS NOT NULL",
                "UPDATE store_day SET refunds_subtotal = 0 WHERE store_code = 'S1'",
                "UPDATE store_hour SET sales_subtotal = 0 WHERE store_code = 'S1'",
                "UPDATE chain_hour SET sales_subtotal = 0",
                "UPDATE day_part SET amount = amount + 1 WHERE store_code = 'S2' AND name = 'card'",
                "DELETE FROM day_part WHERE part = 'deposits'"
            })
    void theReconciliationFindsAnAmountThatWasChangedByHand(String damage) {
        assertReconciled();
        assertThat(world.execute(damage)).isPositive();
        try {
            assertThat(world.reconciliation().path("ok").asBoolean()).isFalse();
        } finally {
            repair();
        }
    }

    /** Without triggers: they would add what is put back to other tables. */
    private void repair() {
        world.execute("SET session_replication_role = replica; "
                + DAMAGED.stream()
                        .map(table -> "DELETE FROM %1$s; INSERT INTO %1$s TABLE intact_%1$s;".formatted(table))
                        .collect(Collectors.joining()));
    }

    @Test
    void daysThatAnOlderVersionRecordedAreSummedUpByTheNextStart() {
        sendTheDay();
        assertSummedUpByTheNextStart(DAY_OF_REPORT);
    }

    @Test
    void manyDaysAreSummedUpInSeveralTransactions() {
        for (int day = 0; day < 25; day++) {
            Instant moment = MORNING.plus(Duration.ofDays(day));
            world.storeSends(chipsOf(1, day + 1L, 1150L * (day + 1), moment, DAY.plusDays(day)));
        }
        world.settled();
        String days = "from=2026-03-02&to=2026-03-26";
        assertThat(report(days).path("total").path("sales").path("net").asLong())
                .isEqualTo(25_000);
        assertSummedUpByTheNextStart(days);
    }

    /** Removes what an older version does not record. */
    private void assertSummedUpByTheNextStart(String days) {
        JsonNode report = report(days);
        world.execute("UPDATE store_hour SET sales_subtotal = 0, refunds_subtotal = 0");
        world.execute("UPDATE store_day SET sales_subtotal = 0, refunds_subtotal = 0");
        world.execute("DELETE FROM day_part");
        world.execute("INSERT INTO unsummed_day (store_code, day) SELECT store_code, day FROM store_day");

        try (HeadOfficeService next = world.start(Map.of())) {
            JsonNode again = HeadOfficeWorld.anyoneAt(next)
                    .as(HeadOfficeWorld.newToken(HeadOfficeWorld.anyoneAt(next), "bob"))
                    .get("/tax-report?" + days)
                    .expect(200);
            assertThat(again).isEqualTo(report);
        }
        assertThat(world.count("SELECT count(*) FROM unsummed_day")).isZero();
        assertReconciled();
    }

    @Test
    void theReportHasTheSameNumberOfRowsForAnyNumberOfSales() {
        for (int sequence = 1; sequence <= 50; sequence++) {
            world.storeSends(chipsOf(1, sequence, 1150L * sequence, MORNING.plusSeconds(sequence), DAY));
        }
        world.settled();
        assertThat(world.count("SELECT count(*) FROM day_part"))
                .as("net, GST, QST, cash, card")
                .isEqualTo(5);
        assertThat(report(DAY_OF_REPORT)
                        .path("total")
                        .path("sales")
                        .path("total")
                        .asLong())
                .isEqualTo(50 * 1150);
    }

    @Test
    @Tag(WITH_THE_DAY)
    void theFileOpensInAnEnglishSpreadsheet() {
        String file =
                world.bob().get("/tax-report.csv?store=S1&" + DAY_OF_REPORT).body();
        assertThat(file).startsWith("\uFEFFfrom,to,store,name,entries,item,rate_percent,base,amount\r\n");
        assertThat(file.lines().filter(line -> line.contains(",S1,Plateau,sales,")))
                .containsExactly(
                        "2026-03-02,2026-03-02,S1,Plateau,sales,net,,,41.55",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,zero-rated,,,9.07",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,GST,5,32.48,1.62",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,QST,9.975,13.49,1.35",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,deposits,,,0.10",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,total,,,44.62",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,empties,,,0.00",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,rounding,,,-0.02",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,cash,,,33.10",
                        "2026-03-02,2026-03-02,S1,Plateau,sales,card,,,11.50");
    }

    @Test
    @Tag(WITH_THE_DAY)
    void theFileOpensInAFrenchSpreadsheet() {
        String file = world.bob()
                .get("/tax-report.csv?decimals=comma&store=S1&" + DAY_OF_REPORT)
                .body();
        assertThat(file).startsWith("\uFEFFfrom;to;store;name;entries;item;rate_percent;base;amount\r\n");
        assertThat(file.lines().filter(line -> line.contains(";S1;Plateau;refunds;")))
                .containsExactly(
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;net;;;13,49",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;zero-rated;;;0,00",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;GST;5;13,49;0,67",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;QST;9,975;13,49;1,35",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;deposits;;;0,00",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;total;;;15,51",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;empties;;;0,00",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;rounding;;;-0,01",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;cash;;;4,00",
                        "2026-03-02;2026-03-02;S1;Plateau;refunds;card;;;11,50");
    }

    @ParameterizedTest
    @Tag(WITH_THE_DAY)
    @ValueSource(strings = {"point", "comma"})
    void theFileReadBackAddsUpToTheReport(String decimals) throws IOException {
        String file = world.bob()
                .get("/tax-report.csv?decimals=" + decimals + "&" + DAY_OF_REPORT)
                .body();
        boolean isFrench = decimals.equals("comma");
        try (CsvReader<NamedCsvRecord> records =
                CsvReader.builder().fieldSeparator(isFrench ? ';' : ',').ofNamedCsvRecord(file.substring(1))) {
            List<NamedCsvRecord> sums = records.stream()
                    .filter(record -> record.getField("store").isEmpty())
                    .filter(record -> record.getField("entries").equals("sales"))
                    .toList();
            assertThat(amounts(sums, "net", isFrench)).containsExactly(5155L);
            assertThat(amounts(sums, "GST", isFrench)).containsExactly(212L);
            assertThat(amounts(sums, "QST", isFrench)).containsExactly(235L);
            assertThat(amounts(sums, "total", isFrench)).containsExactly(5612L);
            assertThat(amounts(sums, "cash", isFrench)).containsExactly(3960L);
        }
    }

    private static Stream<Long> amounts(List<NamedCsvRecord> records, String item, boolean isFrench) {
        return records.stream()
                .filter(record -> record.getField("item").equals(item))
                .map(record -> record.getField("amount").replace(isFrench ? "," : ".", ""))
                .map(Long::valueOf);
    }

    @Test
    @Tag(WITH_THE_DAY)
    void badRequestsAndStrangersAreRefused() {
        assertThat(world.anyone().get("/tax-report").status()).isEqualTo(401);
        assertThat(world.anyone().get("/tax-report.csv").status()).isEqualTo(401);
        assertThat(world.bob().get("/tax-report?from=2026-02-01&to=2026-01-01").status())
                .isEqualTo(400);
        assertThat(world.bob().get("/tax-report?from=2020-01-01&to=2026-01-01").status())
                .isEqualTo(400);
        assertThat(world.bob().get("/tax-report.csv?decimals=dot").status()).isEqualTo(400);
        world.hire("alice", "clerk");
        assertThat(world.anyone()
                        .post("/login", Map.of("username", "alice", "password", HeadOfficeWorld.PASSWORD))
                        .problem())
                .isEqualTo("managers-only");
    }
}
