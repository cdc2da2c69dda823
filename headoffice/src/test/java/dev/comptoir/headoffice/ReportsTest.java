package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reports are the sums of the books, to the cent, by business day; the reconciliation finds differences. */
class ReportsTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private static HeadOfficeWorld world;
    private static final List<SaleRecorded> SALES = new ArrayList<>();
    private static final List<RefundRecorded> REFUNDS = new ArrayList<>();

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        Random random = new Random(42);
        for (long product = 1; product <= 8; product++) {
            world.storeSends(new StockCounted("S1", product, 1000, 1000, "bob", MORNING));
            world.storeSends(new StockCounted("S2", product, 1000, 1000, "bob", MORNING));
        }
        for (int number = 0; number < 700; number++) {
            Instant at = MORNING.plusSeconds(random.nextInt(5 * 86_400));
            SaleRecorded sale = world.sale(
                    random.nextBoolean() ? "S1" : "S2",
                    1,
                    1 + random.nextInt(8),
                    1 + random.nextInt(4),
                    90 + random.nextInt(800),
                    at);
            SALES.add(sale);
            world.storeSends(sale);
            if (random.nextInt(10) == 0) {
                RefundRecorded refund = world.refundOf(sale, at.plusSeconds(random.nextInt(86_400)));
                REFUNDS.add(refund);
                world.storeSends(refund);
            }
        }
        world.settled();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static long sum(List<Money> amounts) {
        return amounts.stream().mapToLong(Money::cents).sum();
    }

    @Test
    void theGrandTotalIsTheSumOfEverySaleAndRefund() {
        JsonNode total = world.report(DAY, DAY.plusDays(10)).path("total");
        long sales = sum(SALES.stream().map(SaleRecorded::total).toList());
        long refunds = sum(REFUNDS.stream().map(RefundRecorded::total).toList());
        assertThat(total.path("sales").asLong()).isEqualTo(SALES.size());
        assertThat(total.path("salesTotal").asLong()).isEqualTo(sales);
        assertThat(total.path("refundsTotal").asLong()).isEqualTo(refunds);
        assertThat(total.path("net").asLong()).isEqualTo(sales - refunds);
    }

    @Test
    void eachDayOfASeriesIsTheSumOfThatDayOfThatStore() {
        JsonNode steps = world.bob()
                .get("/analytics/sales?store=S1&from=" + DAY + "&to=" + DAY.plusDays(6))
                .expect(200)
                .path("steps");
        assertThat(steps.size()).isEqualTo(7);
        for (JsonNode step : steps) {
            LocalDate day = LocalDate.parse(step.path("day").asString());
            long expected = sum(SALES.stream()
                    .filter(sale ->
                            sale.store().equals("S1") && sale.businessDay().equals(day))
                    .map(SaleRecorded::total)
                    .toList());
            assertThat(step.path("totals").path("salesTotal").asLong()).isEqualTo(expected);
        }
    }

    @Test
    void eachDayOfTheChainIsTheSumOfItsStores() {
        JsonNode steps = world.bob()
                .get("/analytics/sales?from=" + DAY + "&to=" + DAY.plusDays(6))
                .expect(200)
                .path("steps");
        assertThat(steps.size()).isEqualTo(7);
        for (JsonNode step : steps) {
            LocalDate day = LocalDate.parse(step.path("day").asString());
            JsonNode totals = step.path("totals");
            assertThat(totals.path("salesTotal").asLong())
                    .isEqualTo(sum(SALES.stream()
                            .filter(sale -> sale.businessDay().equals(day))
                            .map(SaleRecorded::total)
                            .toList()));
            assertThat(totals.path("refunds").asLong())
                    .isEqualTo(REFUNDS.stream()
                            .filter(refund -> refund.businessDay().equals(day))
                            .count());
        }
    }

    @Test
    void theHoursOfADayAddUpToTheDay() {
        String days = "from=" + DAY + "&to=" + DAY.plusDays(6);
        long byHour = 0;
        for (JsonNode step :
                world.bob().get("/analytics/sales?by=hour&" + days).expect(200).path("steps")) {
            byHour += step.path("totals").path("salesTotal").asLong();
        }
        assertThat(byHour)
                .isEqualTo(world.report(DAY, DAY.plusDays(6))
                        .path("total")
                        .path("salesTotal")
                        .asLong());
    }

    @Test
    void aSaleLateInTheEveningBelongsToTheStoresDayAndHour() {
        Instant halfPastElevenInToronto = Instant.parse("2026-06-16T03:30:00Z");
        world.storeSends(world.sale("S2", 7, 1, 1, 1000, halfPastElevenInToronto));
        world.settled();
        LocalDate day = LocalDate.of(2026, 6, 15);
        JsonNode step = world.bob()
                .get("/analytics/sales?by=hour&store=S2&from=" + day + "&to=" + day)
                .expect(200)
                .path("steps")
                .get(0);
        assertThat(step.path("hour").asInt()).isEqualTo(23);
        assertThat(step.path("totals").path("salesTotal").asLong()).isEqualTo(1050);
    }

    @Test
    void aReportNamesAtMostFiveProductsByUnits() {
        JsonNode store = world.report(DAY, DAY.plusDays(6)).path("stores").get(0);
        List<Long> units = new ArrayList<>();
        store.path("bestProducts")
                .forEach(product -> units.add(product.path("units").asLong()));
        assertThat(units).hasSize(5).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void daysTooFarApartOrInTheWrongOrderAreRefused() {
        assertThat(world.bob()
                        .get("/reports/consolidated?from=2026-02-01&to=2026-01-01")
                        .status())
                .isEqualTo(400);
        assertThat(world.bob()
                        .get("/reports/consolidated?from=2020-01-01&to=2026-01-01")
                        .status())
                .isEqualTo(400);
        assertThat(world.bob()
                        .get("/analytics/sales?by=hour&from=2026-01-01&to=2026-06-01")
                        .status())
                .isEqualTo(400);
        assertThat(world.bob().get("/analytics/sales?store=S9&from=2026-01-01").problem())
                .isEqualTo("unknown-store");
    }

    @Test
    void salesAreFoundPageByPage() {
        List<String> numbers = new ArrayList<>();
        String path = "/sales?store=S1&limit=100&to=2026-03-20";
        JsonNode page = world.bob().get(path).expect(200);
        while (true) {
            page.path("items").forEach(sale -> numbers.add(sale.path("number").asString()));
            if (page.path("next").isNull()) {
                break;
            }
            page = world.bob()
                    .get(path + "&after=" + page.path("next").asString())
                    .expect(200);
        }
        assertThat(numbers).doesNotHaveDuplicates().hasSize((int)
                SALES.stream().filter(sale -> sale.store().equals("S1")).count());
    }

    @Test
    void eventsOfAStoreAreAcceptedOnlyFromItsDeployment() {
        long deadLettersBefore = world.warehouse.deadLetters();
        SaleRecorded forged = world.sale("S1", 99, 1, 1, 1000, MORNING);
        world.warehouseSends(forged);
        world.settled();
        assertThat(world.warehouse.deadLetters()).isEqualTo(deadLettersBefore + 1);
        assertThat(world.bob().get("/sales/" + forged.number()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE store_day SET sales_total = sales_total + 1 WHERE (store_code, day) = ('S1', '2026-03-03')"
                        + "| UPDATE store_day SET sales_total = sales_total - 1 WHERE (store_code, day) = ('S1', '2026-03-03')",
                "UPDATE chain_hour SET sales_total = sales_total + 1 WHERE (day, hour) = ('2026-03-03', 12)"
                        + "| UPDATE chain_hour SET sales_total = sales_total - 1 WHERE (day, hour) = ('2026-03-03', 12)",
                "UPDATE sale SET total = total + 1 WHERE number = 'S1-1-000003'"
                        + "| UPDATE sale SET total = total - 1 WHERE number = 'S1-1-000003'",
                "UPDATE stock SET quantity = quantity + 1 WHERE (store_code, product_id) = ('S1', 1)"
                        + "| UPDATE stock SET quantity = quantity - 1 WHERE (store_code, product_id) = ('S1', 1)",
                "UPDATE product_day SET units = units + 1 WHERE (store_code, product_id) = ('S1', 2)"
                        + "| UPDATE product_day SET units = units - 1 WHERE (store_code, product_id) = ('S1', 2)",
                "UPDATE refund SET subtotal = subtotal - 1 WHERE number = 'S1-1-R000001'"
                        + "| UPDATE refund SET subtotal = subtotal + 1 WHERE number = 'S1-1-R000001'",
                "UPDATE sale SET sequence = 999999 WHERE number = 'S1-1-000004'"
                        + "| UPDATE sale SET sequence = 4 WHERE number = 'S1-1-000004'"
            })
    void reconciliationFindsARowThatWasChangedByHand(String damage, String repair) {
        assertThat(world.reconciliation().path("ok").asBoolean())
                .as(world.reconciliation().toString())
                .isTrue();
        assertThat(world.execute(damage)).isPositive();
        try {
            assertThat(world.reconciliation().path("ok").asBoolean()).isFalse();
        } finally {
            world.execute(repair);
        }
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }
}
