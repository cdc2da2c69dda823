package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A day of a store, from its registers to the tax report of the head office. */
class TaxReportTest {
    private static final String Z_RULE = "The report of each day is the sum of its Z reports";

    /**
     * Three units at 2.89 are 8.67, with taxes of 0.43 and 0.86 9.96; two are 5.78, with 0.29 and 0.58 6.65. One of the three
     * comes back: 2.89, a third of the taxes, 0.14 and 0.29, together 3.32.
     */
    @Test
    void theReportOfADayIsTheSumOfTheZReportsOfItsRegisters() {
        try (ChainWorld world = new ChainWorld()) {
            long milk = world.product("Lait", 289, 100);
            String number = world.sell("S1", 1, milk, 3).path("number").asString();
            world.sell("S1", 2, milk, 2);
            world.manager("S1")
                    .post(
                            "/sales/" + number + "/refunds",
                            Map.of(
                                    "lines",
                                    List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                                    "reason",
                                    "rapporté"))
                    .expect(201);
            takeEmptiesBack(world);
            List<JsonNode> closings = closeAll(world);
            JsonNode report = reportOfPlateau(world);
            assertThat(report.path("sales").path("empties").asLong()).isEqualTo(240);
            assertThat(sum(
                            closings,
                            closing -> closing.path("sales")
                                    .path("breakdown")
                                    .path("empties")
                                    .path("amount")
                                    .asLong()))
                    .isEqualTo(240);
            assertThat(report.path("sales").path("net").asLong()).isEqualTo(1445);
            assertThat(report.path("sales").path("total").asLong()).isEqualTo(1661);
            assertThat(amount(report.path("sales"), 50_000)).isEqualTo(72);
            assertThat(amount(report.path("sales"), 99_750)).isEqualTo(144);
            assertThat(report.path("refunds").path("total").asLong()).isEqualTo(332);
            assertEqual(report, closings);
            world.assertReconciled();
            damage(world);
            assertThat(differences(world.headOffice().reconcile()))
                    .as("a cent more in the report than in the Z reports")
                    .isNotEmpty();
        }
    }

    /** Twenty-four cans without a sale. */
    private static void takeEmptiesBack(ChainWorld world) {
        world.headOffice()
                .post(
                        "/products",
                        Map.of(
                                "sku",
                                "CANETTE",
                                "name",
                                "Cola",
                                "category",
                                "Boissons",
                                "price",
                                149,
                                "taxClass",
                                "standard",
                                "deposit",
                                Map.of("containers", 1, "each", 10)))
                .expect(201);
        world.awaitEmptyBacklogs();
        TestHttp till = world.register("S1", 2);
        till.put("/cart/empties", Map.of("empties", List.of(Map.of("containers", 24, "each", 10))))
                .expect(200);
        assertThat(till.post("/sales", Map.of("payments", List.of()))
                        .expect(201)
                        .path("change")
                        .asLong())
                .isEqualTo(240);
    }

    private static List<JsonNode> closeAll(ChainWorld world) {
        List<JsonNode> closings = IntStream.rangeClosed(1, ChainWorld.REGISTERS)
                .mapToObj(register -> world.register("S1", register)
                        .post("/register/close", Map.of("counted", List.of()))
                        .expect(201)
                        .path("report"))
                .toList();
        world.awaitEmptyBacklogs();
        return closings;
    }

    private static JsonNode reportOfPlateau(ChainWorld world) {
        LocalDate today = LocalDate.now(ZoneId.of("America/Toronto"));
        return world.headOffice()
                .get("/tax-report?store=S1&from=" + today.minusDays(1) + "&to=" + today)
                .expect(200)
                .path("total");
    }

    private static long amount(JsonNode summary, int perMillion) {
        return summary.path("taxes")
                .valueStream()
                .filter(tax -> tax.path("perMillion").asInt() == perMillion)
                .mapToLong(tax -> tax.path("amount").asLong())
                .sum();
    }

    private static void assertEqual(JsonNode report, List<JsonNode> closings) {
        for (String book : List.of("sales", "refunds")) {
            JsonNode reported = report.path(book);
            for (String member : List.of("net", "zeroRated", "deposits", "rounding")) {
                assertThat(reported.path(member).asLong())
                        .as(book + " " + member)
                        .isEqualTo(sum(
                                closings,
                                closing -> closing.path(book)
                                        .path("breakdown")
                                        .path(member)
                                        .asLong()));
            }
            for (int rate : List.of(50_000, 99_750)) {
                assertThat(amount(reported, rate))
                        .as(book + " tax at " + rate)
                        .isEqualTo(sum(
                                closings, closing -> amount(closing.path(book).path("breakdown"), rate)));
            }
        }
    }

    private static long sum(List<JsonNode> closings, ToLongFunction<JsonNode> amount) {
        return closings.stream().mapToLong(amount).sum();
    }

    private static void damage(ChainWorld world) {
        try (var connection = world.sql("headoffice");
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE day_part SET amount = amount + 1 WHERE part = 'net'"))
                    .isPositive();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JsonNode differences(JsonNode reconciliation) {
        return reconciliation
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().startsWith(Z_RULE))
                .findFirst()
                .orElseThrow()
                .path("differences");
    }
}
