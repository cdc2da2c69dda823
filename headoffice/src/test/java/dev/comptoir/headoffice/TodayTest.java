package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.Entries;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Today compared with a week before, the stock of all stores side by side, and missing Z reports. */
class TodayTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void todayIsComparedWithTheSameWeekdayInTheHoursThatHaveEnded() {
        long tea = world.addProduct("TODAY-1", "Thé", 1_000).path("id").asLong();
        ZonedDateTime now = ZonedDateTime.now(HeadOfficeWorld.TORONTO);
        Instant lastWeekFirstHour =
                now.minusWeeks(1).truncatedTo(ChronoUnit.DAYS).toInstant();
        world.storeSends(world.sale("S1", 1, tea, 2, 1_000, lastWeekFirstHour));
        world.storeSends(world.sale("S1", 1, tea, 1, 1_000, now.minusWeeks(1).toInstant()));
        world.storeSends(world.sale("S1", 1, tea, 3, 1_000, now.toInstant()));
        world.settled();
        JsonNode today = world.bob().get("/analytics/today").expect(200);
        JsonNode plateau = today.path("stores").get(0);
        assertThat(plateau.path("day").asString()).isEqualTo(now.toLocalDate().toString());
        assertThat(plateau.path("today").path("salesTotal").asLong()).isEqualTo(3_150);
        assertThat(plateau.path("before").path("sales").asLong()).isEqualTo(2);
        boolean hasFullHour = now.getHour() > 0;
        assertThat(plateau.path("beforeUntilHour").path("salesTotal").asLong()).isEqualTo(hasFullHour ? 2_100 : 0);
        assertThat(plateau.path("untilHour").path("salesTotal").asLong()).isZero();
        assertThat(today.path("hours")
                        .get(now.getHour())
                        .path("today")
                        .path("sales")
                        .asLong())
                .isEqualTo(1);
        assertThat(today.path("hours").size()).isEqualTo(24);
        assertThat(today.path("total").path("before")).isEqualTo(plateau.path("before"));
        JsonNode verdun = world.bob().get("/analytics/today?store=S2").expect(200);
        assertThat(verdun.path("stores").findValuesAsString("store")).containsExactly("S2");
        assertThat(verdun.path("total").path("today").path("sales").asLong()).isZero();
        assertThat(verdun.path("hours")
                        .get(now.getHour())
                        .path("today")
                        .path("sales")
                        .asLong())
                .isZero();
        assertThat(world.bob().get("/analytics/today?store=S9").problem()).isEqualTo("unknown-store");
        assertThat(today.path("stores").get(1).path("today").path("sales").asLong())
                .isZero();
    }

    @Test
    void theStockOfAllStoresIsListedSideBySideWithItsLevel() {
        long tea = world.addProduct("SIDE-1", "Thé à côté", 1_000).path("id").asLong();
        world.storeSends(new StockCounted("S1", tea, 3, 3, "bob", Instant.now()));
        world.storeSends(new StockCounted("S2", tea, 50, 50, "bob", Instant.now()));
        world.settled();
        JsonNode stock =
                world.bob().get("/stock?query=side-1").expect(200).path("items").get(0);
        assertThat(stock.path("stores").toString())
                .isEqualTo("[{\"store\":\"S1\",\"quantity\":3,\"level\":\"low\"},"
                        + "{\"store\":\"S2\",\"quantity\":50,\"level\":\"normal\"}]");
        assertThat(world.bob()
                        .get("/stock?query=side-1&only=short")
                        .expect(200)
                        .path("items")
                        .size())
                .isEqualTo(1);
        world.storeSends(new StockCounted("S1", tea, 30, 27, "bob", Instant.now()));
        world.settled();
        assertThat(world.bob().get("/stock?query=side-1&only=short").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void theReportOpensInASpreadsheet() {
        long tea = world.addProduct("CSV-1", "Thé", 1_000).path("id").asLong();
        Instant at = Instant.parse("2026-03-02T17:00:00Z");
        world.storeSends(world.sale("S2", 1, tea, 1, 1_000, at));
        world.settled();
        String csv = world.bob()
                .get("/reports/consolidated.csv?from=2026-03-02&to=2026-03-02")
                .body();
        assertThat(csv.lines())
                .containsExactly(
                        "\uFEFFfrom,to,store,name,sales,sales_total,refunds,refunds_total,net,"
                                + "sales_subtotal,refunds_subtotal,net_sales",
                        "2026-03-02,2026-03-02,S1,Plateau,0,0.00,0,0.00,0.00,0.00,0.00,0.00",
                        "2026-03-02,2026-03-02,S2,Verdun,1,10.50,0,0.00,10.50,10.00,0.00,10.00",
                        "2026-03-02,2026-03-02,,,1,10.50,0,0.00,10.50,10.00,0.00,10.00");
    }

    private static RegisterClosed closing(int day, long lastSale, long total) {
        Money zero = Money.ZERO;
        return new RegisterClosed(
                "S2-9-Z%06d".formatted(day),
                "S2",
                9,
                day,
                "alice",
                Instant.parse("2026-03-02T13:00:00Z"),
                "alice",
                Instant.parse("2026-03-02T22:00:00Z").plusSeconds(day),
                LocalDate.parse("2026-03-02"),
                new Entries(lastSale - 1, lastSale, Money.ofCents(total), null),
                new Entries(0, 0, zero, null),
                List.of(),
                List.of(),
                new DrawerLedger(zero, zero, zero, zero, zero, Money.ofCents(total), zero),
                Money.ofCents(total - 5),
                Money.ofCents(-5));
    }

    private static JsonNode differencesInZReports() {
        return world.reconciliation()
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().contains("Z report"))
                .findFirst()
                .orElseThrow()
                .path("differences");
    }

    @Test
    void aMissingZReportIsListedAndFoundByTheReconciliation() {
        long tea = world.addProduct("Z-1", "Thé", 1_000).path("id").asLong();
        SaleRecorded first = world.sale("S2", 9, tea, 1, 1_000, Instant.parse("2026-03-02T14:00:00Z"));
        SaleRecorded second = world.sale("S2", 9, tea, 2, 1_000, Instant.parse("2026-03-02T15:00:00Z"));
        world.storeSends(first);
        world.storeSends(second);
        world.storeSends(closing(1, 1, first.total().cents()));
        world.settled();
        assertThat(world.bob().get("/missing-z-reports").expect(200).path("items"))
                .isEmpty();
        assertThat(differencesInZReports()).isEmpty();
        world.storeSends(closing(3, 2, second.total().cents()));
        world.settled();
        JsonNode gap =
                world.bob().get("/missing-z-reports").expect(200).path("items").get(0);
        assertThat(gap.toString()).isEqualTo("{\"store\":\"S2\",\"register\":9,\"firstDay\":2,\"lastDay\":2}");
        assertThat(differencesInZReports().get(0).path("subject").asString()).isEqualTo("S2-9-Z000003");
        JsonNode seen =
                world.bob().get("/z-reports?store=S2").expect(200).path("items").get(0);
        assertThat(seen.path("number").asString()).isEqualTo("S2-9-Z000003");
        assertThat(seen.path("difference").asLong()).isEqualTo(-5);
        assertThat(world.bob()
                        .get("/z-reports/S2-9-Z000003")
                        .expect(200)
                        .path("counted")
                        .asLong())
                .isEqualTo(second.total().cents() - 5);
        world.storeSends(closing(2, 1, 0));
        world.settled();
        assertThat(world.bob().get("/missing-z-reports").expect(200).path("items"))
                .isEmpty();
    }
}
