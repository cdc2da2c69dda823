package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Verdun refunds sales of Plateau, which another deployment serves. No unit comes back twice, whichever service is away, stops
 * or is restored. A unit at 2.89 costs 3.32, three cost 9.96.
 */
class CrossStoreRefundTest {
    private static final int ROUNDS = 25;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static TwoDeployments world;
    private static long milk;

    @BeforeAll
    static void open() {
        world = new TwoDeployments();
        milk = world.product("Lait", 289, 5_000);
    }

    @AfterAll
    static void close() {
        assertThat(world.differences()).isEmpty();
        world.close();
    }

    private static int returned(String sale) {
        return world.register("S1", 1)
                .get("/sales/" + sale)
                .expect(200)
                .path("returns")
                .path(0)
                .path("returned")
                .asInt();
    }

    private static String state(JsonNode reservation) {
        return reservation.path("state").asString();
    }

    @Test
    void aSaleOfAnotherDeploymentIsRefundedHereAndCountsAtBothStoresAndAtTheHeadOffice() {
        String sale = world.sell("S1", milk, 3);
        JsonNode reservation = world.reserve("S2", sale);
        assertThat(state(reservation)).isEqualTo("granted");
        assertThat(reservation.path("sale").path("total").asLong()).isEqualTo(996);
        long before = refundsOf("S2");
        JsonNode refund = world.refund("S2", 1, sale, 1).expect(201);
        assertThat(refund.path("total").asLong()).isEqualTo(332);
        world.awaitEmptyBacklogs();
        assertThat(returned(sale)).isEqualTo(1);
        JsonNode atHeadOffice = world.headOffice().get("/sales/" + sale).expect(200);
        assertThat(atHeadOffice.path("refunds").path(0).path("store").asString())
                .isEqualTo("S2");
        assertThat(refundsOf("S2") - before)
                .as("the tax report counts it in Verdun")
                .isEqualTo(332);
        JsonNode report = world.register("S2", 1)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201)
                .path("report");
        assertThat(report.path("refunds").path("total").asLong()).isGreaterThanOrEqualTo(332);
        assertThat(report.path("drawer").path("cashRefunds").asLong())
                .isEqualTo(report.path("refunds").path("total").asLong());
        world.manager("S2")
                .post("/register/open", Map.of("openingFloat", 100_000))
                .expect(201);
        assertThat(world.refund("S1", 1, sale, 2).expect(201).path("total").asLong())
                .isEqualTo(664);
    }

    private static long refundsOf(String store) {
        LocalDate today = LocalDate.now(ZoneId.of("America/Toronto"));
        return world.headOffice()
                .get("/tax-report?store=" + store + "&from=" + today.minusDays(1) + "&to=" + today)
                .expect(200)
                .path("total")
                .path("refunds")
                .path("total")
                .asLong();
    }

    @Test
    void bothStoresRaceForTheLastUnitAndOneRefundsIt() throws Exception {
        try (ExecutorService tills = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                String sale = world.sell("S1", milk, 1);
                Callable<Integer> there = () -> {
                    JsonNode reservation = world.reserve("S2", sale);
                    return state(reservation).equals("granted")
                            ? world.refund("S2", 2, sale, 1).status()
                            : 409;
                };
                Callable<Integer> here = () -> {
                    int status = 409;
                    for (int attempt = 0; attempt < 20 && status != 201; attempt++) {
                        Reply reply = world.refund("S1", 2, sale, 1);
                        status = reply.status();
                        if (status == 409 && reply.problem().equals("returned-too-much")) {
                            return status;
                        }
                        Thread.sleep(20);
                    }
                    return status;
                };
                List<Callable<Integer>> both = round % 2 == 0 ? List.of(there, here) : List.of(here, there);
                List<Integer> statuses =
                        tills.invokeAll(both).stream().map(Future::resultNow).toList();
                assertThat(statuses).as("round " + round).containsOnlyOnce(201);
                world.awaitEmptyBacklogs();
                assertThat(returned(sale)).isEqualTo(1);
                assertThat(world.count("headoffice", "SELECT count(*) FROM refund WHERE sale_number = '" + sale + "'"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void withoutTheStoreOfTheSaleARefundIsRefused() {
        String sale = world.sell("S1", milk, 1);
        world.awaitEmptyBacklogs();
        world.stop("plateau");
        try {
            JsonNode reservation = world.reserve("S2", sale);
            assertThat(state(reservation)).isIn("refused", "released");
            assertThat(reservation.path("reason").asString()).isIn("store-unreachable", "unanswered");
            assertThat(world.refund("S2", 1, sale, 1).problem()).isEqualTo("other-store");
        } finally {
            world.start("plateau");
        }
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> world.refund("S1", 1, sale, 1).status() == 201);
        assertThat(returned(sale)).isEqualTo(1);
    }

    @Test
    void withoutTheHeadOfficeARefundIsRefusedAndEachStoreRefundsItsOwnSales() {
        String sale = world.sell("S1", milk, 2);
        world.awaitEmptyBacklogs();
        world.stop("headoffice");
        try {
            JsonNode reservation = world.reserve("S2", sale);
            assertThat(state(reservation)).isEqualTo("released");
            assertThat(reservation.path("reason").asString()).isEqualTo("unanswered");
            world.refund("S1", 1, sale, 1).expect(201);
        } finally {
            world.start("headoffice");
        }
        world.awaitEmptyBacklogs();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> state(world.reserve("S2", sale)).equals("granted"));
        assertThat(world.refund("S2", 1, sale, 2).problem()).isEqualTo("returned-too-much");
        world.refund("S2", 1, sale, 1).expect(201);
    }

    @Test
    void aStopBetweenReservationAndRefundLosesNeither() {
        String used = world.sell("S1", milk, 1);
        String unused = world.sell("S1", milk, 1);
        assertThat(state(world.reserve("S2", used))).isEqualTo("granted");
        assertThat(state(world.reserve("S2", unused))).isEqualTo("granted");
        world.stop("verdun");
        assertThat(world.refund("S1", 1, used, 1).problem()).isEqualTo("sale-reserved");
        world.start("verdun");
        world.refund("S2", 1, used, 1).expect(201);
        world.count("verdun", """
                WITH overdue AS (
                    UPDATE reservation SET ends_at = now() WHERE sale_number = '%s' RETURNING 1)
                SELECT count(*) FROM overdue
                """.formatted(unused));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> world.refund("S1", 1, unused, 1).status() == 201);
        world.awaitEmptyBacklogs();
        assertThat(returned(used)).isEqualTo(1);
        assertThat(returned(unused)).isEqualTo(1);
    }

    /** The refund is lost in Verdun, which the head office names; the money went out once, and the unit stays returned. */
    @Test
    void aRestoreOfTheRefundingStoreRefundsNothingTwice() {
        try (TwoDeployments restored = new TwoDeployments()) {
            long tea = restored.product("Thé", 289, 100);
            String sale = restored.sell("S1", tea, 1);
            assertThat(state(restored.reserve("S2", sale))).isEqualTo("granted");
            restored.awaitEmptyBacklogs();
            restored.stop("verdun");
            DatabaseSettings backup = restored.backUp("verdun");
            restored.start("verdun");
            restored.refund("S2", 1, sale, 1).expect(201);
            restored.awaitEmptyBacklogs();
            restored.stop("verdun");
            restored.restore("verdun", backup);
            restored.start("verdun");
            assertThat(restored.refund("S2", 1, sale, 1).problem()).isEqualTo("other-store");
            restored.awaitEmptyBacklogs();
            JsonNode again = restored.reserve("S2", sale);
            assertThat(again.path("reason").asString()).isEqualTo("nothing-returnable");
            assertThat(restored.refund("S1", 1, sale, 1).problem()).isEqualTo("returned-too-much");
            assertThat(restored.differences())
                    .contains("refunds S2-1-R000001 to S2-1-R000001 only at the head office")
                    .doesNotContain("reserved since", "exceeds");
        }
    }
}
