package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.Baskets;
import dev.comptoir.platform.testing.Baskets.Basket;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The baskets as events of two stores, those of Quebec from Plateau, the others from Verdun: the report and its files add up to
 * the cents that the rules give.
 */
class BasketReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final Instant MORNING = Instant.parse("2026-12-01T15:00:00Z");
    private static final String REPORT = "?from=2026-12-01&to=2026-12-01";

    private static HeadOfficeWorld world;
    private static final Map<String, Sums> EXPECTED = Map.of("S1", new Sums(), "S2", new Sums(), "", new Sums());

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        Map<String, Till> tills = Map.of("S1", new Till("S1"), "S2", new Till("S2"));
        Baskets.all()
                .filter(basket -> !basket.json().path("expect").has("refused"))
                .forEach(basket -> tills.get(storeOf(basket)).sell(basket));
        world.settled();
        assertThat(world.store.deadLetters()).isZero();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static String storeOf(Basket basket) {
        return basket.json().path("rates").asString().equals("quebec") ? "S1" : "S2";
    }

    /** The register 1 of a store, which sends a basket as its store would. */
    private static final class Till {
        private final String store;
        private long products;
        private long sales;
        private long salesTotal;
        private long refunds;
        private long refundsTotal;

        private Till(String store) {
            this.store = store;
        }

        private void sell(Basket basket) {
            JsonNode json = basket.json();
            List<SaleLine> lines = lines(basket);
            lines.forEach(line -> world.storeSends(
                    new StockCounted(store, line.productId(), line.quantity(), line.quantity(), "bob", MORNING)));
            JsonNode expected = json.path("expect");
            salesTotal += expected.path("total").asLong();
            sales++;
            SaleRecorded sale = new SaleRecorded(
                    "%s-1-%06d".formatted(store, sales),
                    store,
                    1,
                    sales,
                    Money.ofCents(salesTotal),
                    "alice",
                    MORNING.plusSeconds(sales),
                    DAY,
                    lines,
                    money(expected, "subtotal"),
                    taxes(expected),
                    money(expected, "total"),
                    payments(json),
                    money(expected, "change"),
                    money(expected, "deposits"),
                    money(expected, "rounding"),
                    List.of());
            world.storeSends(sale);
            expect("sales", expected, json);
            add("sales", "cash", -expected.path("change").asLong());
            json.path("refunds").forEach(refund -> refund(sale, refund));
        }

        private List<SaleLine> lines(Basket basket) {
            JsonNode json = basket.json();
            LocalDate day = LocalDate.parse(json.path("day").asString());
            StoreProfile profile = new StoreProfile(
                    1,
                    day.minusYears(30),
                    "Paniers",
                    "Paniers",
                    List.of(),
                    null,
                    List.of("fr"),
                    List.of(Json.read(basket.taxes(day).toString(), Tax[].class)),
                    json.path("increment").asInt());
            List<SaleLine> lines = new ArrayList<>();
            for (JsonNode line : json.path("lines")) {
                lines.add(line(
                        line,
                        json.path("expect").path("amounts").get(lines.size()).asLong(),
                        profile.rates(line.path("taxClass").asString(), day)));
            }
            return lines;
        }

        private SaleLine line(JsonNode line, long amount, List<TaxRate> taxes) {
            products++;
            int quantity = line.path("quantity").asInt();
            return new SaleLine(
                    products,
                    "SKU-" + products,
                    "P" + products,
                    quantity,
                    money(line, "unitPrice"),
                    Money.ofCents(amount),
                    taxes,
                    Money.ofCents(quantity
                            * line.path("deposit").path("containers").asLong()
                            * line.path("deposit").path("each").asLong()),
                    money(line, "discount"),
                    null,
                    null);
        }

        private void refund(SaleRecorded sale, JsonNode refund) {
            JsonNode expected = refund.path("expect");
            refundsTotal += expected.path("total").asLong();
            refunds++;
            List<Payment> payments = payments(expected);
            world.storeSends(new RefundRecorded(
                    "%s-1-R%06d".formatted(store, refunds),
                    sale.number(),
                    store,
                    1,
                    refunds,
                    Money.ofCents(refundsTotal),
                    "alice",
                    MORNING.plusSeconds(3_600 + refunds),
                    DAY,
                    "rapporté",
                    refundLines(sale, refund),
                    money(expected, "subtotal"),
                    taxes(expected),
                    money(expected, "total"),
                    payments.isEmpty() ? Tender.CASH : payments.getFirst().tender(),
                    payments,
                    money(expected, "deposits"),
                    money(expected, "rounding")));
            expect("refunds", expected, expected);
        }

        private static List<RefundLine> refundLines(SaleRecorded sale, JsonNode refund) {
            List<RefundLine> lines = new ArrayList<>();
            for (JsonNode back : refund.path("lines")) {
                SaleLine line = sale.lines().get(back.path("line").asInt() - 1);
                int quantity = back.path("quantity").asInt();
                lines.add(new RefundLine(
                        line.productId(),
                        quantity,
                        Money.ofCents(refund.path("expect")
                                .path("amounts")
                                .get(lines.size())
                                .asLong()),
                        true,
                        line.taxes(),
                        Money.ofCents(line.deposit().cents() / line.quantity() * quantity)));
            }
            return lines;
        }

        /** @param paid contains the payments */
        private void expect(String entries, JsonNode expected, JsonNode paid) {
            add(entries, "net", expected.path("subtotal").asLong());
            add(entries, "zero-rated", expected.path("zeroRated").asLong());
            for (String member : List.of("deposits", "total", "rounding")) {
                add(entries, member, expected.path(member).asLong());
            }
            for (JsonNode tax : expected.path("taxes")) {
                add(entries, "base of " + taxName(tax), tax.path("base").asLong());
                add(entries, taxName(tax), tax.path("amount").asLong());
            }
            for (JsonNode payment : paid.path("payments")) {
                add(
                        entries,
                        payment.path("tender").asString(),
                        payment.path("amount").asLong());
            }
        }

        private void add(String entries, String item, long cents) {
            EXPECTED.get(store).add(entries + " " + item, cents);
            EXPECTED.get("").add(entries + " " + item, cents);
        }
    }

    private static Money money(JsonNode json, String member) {
        return Money.ofCents(json.path(member).asLong());
    }

    private static List<TaxAmount> taxes(JsonNode expected) {
        return List.of(Json.read(expected.path("taxes").toString(), TaxAmount[].class));
    }

    private static List<Payment> payments(JsonNode json) {
        return List.of(Json.read(json.path("payments").toString(), Payment[].class));
    }

    private static String taxName(JsonNode tax) {
        return tax.path("name").asString() + " "
                + percent(tax.path("perMillion").asInt());
    }

    private static String percent(int perMillion) {
        return BigDecimal.valueOf(perMillion, 4).stripTrailingZeros().toPlainString();
    }

    /** Sums by name. */
    private static final class Sums {
        private final Map<String, Long> cents = new HashMap<>();

        private void add(String name, long more) {
            cents.merge(name, more, Long::sum);
        }

        private Map<String, Long> withoutZeros() {
            Map<String, Long> sums = new HashMap<>(cents);
            sums.values().removeIf(sum -> sum == 0);
            return sums;
        }
    }

    private static Sums sums(JsonNode books) {
        Sums sums = new Sums();
        for (String entries : List.of("sales", "refunds")) {
            JsonNode summary = books.path(entries);
            sums.add(entries + " zero-rated", summary.path("zeroRated").asLong());
            for (String member : List.of("net", "deposits", "total", "rounding")) {
                sums.add(entries + " " + member, summary.path(member).asLong());
            }
            for (JsonNode tax : summary.path("taxes")) {
                sums.add(entries + " base of " + taxName(tax), tax.path("base").asLong());
                sums.add(entries + " " + taxName(tax), tax.path("amount").asLong());
            }
            for (JsonNode tender : summary.path("tenders")) {
                sums.add(
                        entries + " " + tender.path("tender").asString(),
                        tender.path("amount").asLong());
            }
        }
        return sums;
    }

    @Test
    void theReportHasTheCentsOfTheRules() {
        JsonNode report = world.bob().get("/tax-report" + REPORT).expect(200);
        assertThat(sums(report.path("total")).withoutZeros())
                .isEqualTo(EXPECTED.get("").withoutZeros());
        for (JsonNode store : report.path("stores")) {
            assertThat(sums(store).withoutZeros())
                    .isEqualTo(EXPECTED.get(store.path("store").asString()).withoutZeros());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"point", "comma"})
    void theFileHasTheCentsOfTheRules(String decimals) throws IOException {
        boolean hasCommas = decimals.equals("comma");
        String file = world.bob()
                .get("/tax-report.csv" + REPORT + "&decimals=" + decimals)
                .body();
        Map<String, Sums> read = Map.of("S1", new Sums(), "S2", new Sums(), "", new Sums());
        try (CsvReader<NamedCsvRecord> records =
                CsvReader.builder().fieldSeparator(hasCommas ? ';' : ',').ofNamedCsvRecord(file.substring(1))) {
            for (NamedCsvRecord line : records) {
                String rate = line.getField("rate_percent").replace(',', '.');
                String item = line.getField("item") + (rate.isEmpty() ? "" : " " + rate);
                Sums sums = read.get(line.getField("store"));
                sums.add(line.getField("entries") + " " + item, cents(line.getField("amount"), hasCommas));
                if (!rate.isEmpty()) {
                    sums.add(line.getField("entries") + " base of " + item, cents(line.getField("base"), hasCommas));
                }
            }
        }
        read.forEach((store, sums) ->
                assertThat(sums.withoutZeros()).isEqualTo(EXPECTED.get(store).withoutZeros()));
    }

    private static long cents(String amount, boolean hasCommas) {
        return new BigDecimal(hasCommas ? amount.replace(',', '.') : amount)
                .movePointRight(2)
                .longValueExact();
    }

    @Test
    void theBooksOfTheBasketsAreReconciled() {
        JsonNode reconciliation = world.reconciliation();
        assertThat(reconciliation.path("ok").asBoolean())
                .as(reconciliation.toPrettyString())
                .isTrue();
    }
}
