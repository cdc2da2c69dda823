package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A register sells between opening and closing, and its Z report accounts for all cash. */
class RegisterDayTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static int registers = 1;

    /** A register that no other test uses, with its first day open. */
    private static TestHttp register() {
        registers++;
        return world.alice(registers);
    }

    private static Map<String, Object> counted(Object... valuesAndCounts) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int at = 0; at < valuesAndCounts.length; at += 2) {
            lines.add(Map.of("value", valuesAndCounts[at], "count", valuesAndCounts[at + 1]));
        }
        return Map.of("counted", lines);
    }

    private static JsonNode closed(TestHttp register) {
        return register.post("/register/close", counted()).expect(201).path("report");
    }

    private static void openWith(TestHttp register, long cents) {
        register.post("/register/open", Map.of("openingFloat", cents)).expect(201);
    }

    @Test
    void aClosedRegisterNeitherSellsNorRefunds() {
        TestHttp register = register();
        long milk = world.productOnShelf("Lait", 289, 10);
        JsonNode sale = register.post("/sales", saleOf(List.of(line(milk, 1)))).expect(201);
        closed(register);
        Reply refused = register.post("/sales", saleOf(List.of(line(milk, 1))));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("register-closed");
        assertThat(register.post("/sales/" + sale.path("number").asString() + "/refunds", Map.of("reason", "abîmé"))
                        .problem())
                .isEqualTo("register-closed");
        assertThat(world.onShelf(milk)).isEqualTo(9);
        openWith(register, 0);
        register.post("/sales", saleOf(List.of(line(milk, 1)))).expect(201);
    }

    @Test
    void aSaleMadeBeforeTheClosingGetsTheSameResponseAfterIt() {
        TestHttp register = register();
        long milk = world.productOnShelf("Lait", 289, 10);
        String key = UUID.randomUUID().toString();
        JsonNode sale =
                register.key(key).post("/sales", saleOf(List.of(line(milk, 1)))).expect(201);
        closed(register);
        assertThat(register.key(key)
                        .post("/sales", saleOf(List.of(line(milk, 1))))
                        .expect(201))
                .isEqualTo(sale);
    }

    @Test
    void theZReportAddsUp() {
        TestHttp register = register();
        closed(register);
        openWith(register, 20_000);
        long milk = world.productOnShelf("Lait", 1_000, 10);
        JsonNode first = register.post(
                        "/sales", Map.of("lines", List.of(line(milk, 2)), "payments", List.of(cash(5_000))))
                .expect(201);
        register.post("/sales", Map.of("lines", List.of(line(milk, 1)), "payments", List.of(card(1_000), cash(1_000))))
                .expect(201);
        register.post(
                        "/sales/" + first.path("number").asString() + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                                "reason",
                                "abîmé",
                                "tender",
                                "cash"))
                .expect(201);
        register.post("/register/cash-movements", Map.of("direction", "in", "amount", 1_500, "reason", "monnaie"))
                .expect(201);
        JsonNode report = register.get("/register/x-report").expect(200);
        // Two at 10.00 with taxes 23.00, of 50.00; one 11.50 by card 10.00 and cash 1.50; one back for 11.50.
        assertThat(report.path("sales").path("count").asInt()).isEqualTo(2);
        assertThat(report.path("sales").path("total").asLong()).isEqualTo(2_300 + 1_150);
        assertThat(report.path("refunds").path("total").asLong()).isEqualTo(1_150);
        assertThat(report.path("drawer").path("cashSales").asLong()).isEqualTo(2_300 + 150);
        assertThat(report.path("drawer").path("cashRefunds").asLong()).isEqualTo(1_150);
        assertThat(report.path("drawer").path("cashIn").asLong()).isEqualTo(1_500);
        assertThat(report.path("drawer").path("expected").asLong()).isEqualTo(20_000 + 2_450 - 1_150 + 1_500);
        assertThat(report.path("tenders").toString())
                .isEqualTo("[{\"tender\":\"cash\",\"sales\":2450,\"refunds\":1150,\"net\":1300},"
                        + "{\"tender\":\"card\",\"sales\":1000,\"refunds\":0,\"net\":1000}]");
        assertThat(report.path("taxes").get(0).path("amount").asLong()).isEqualTo(100);
        assertThat(report.path("number").isNull()).isTrue();

        JsonNode closing = register.post("/register/close", counted(2_000, 11, 100, 7, 5, 19))
                .expect(201)
                .path("report");
        assertThat(closing.path("count").path("total").asLong()).isEqualTo(22_795);
        assertThat(closing.path("count").path("difference").asLong()).isEqualTo(-5);
        for (String same : List.of("sales", "refunds", "taxes", "tenders", "drawer", "movements")) {
            assertThat(closing.path(same)).as(same).isEqualTo(report.path(same));
        }
        String number = closing.path("number").asString();
        assertThat(number).endsWith("-Z000002");
        assertThat(register.get("/z-reports/" + number).expect(200)).isEqualTo(closing);
        assertThat(register.get("/z-reports?limit=1")
                        .expect(200)
                        .path("items")
                        .get(0)
                        .path("number")
                        .asString())
                .isEqualTo(number);
    }

    @Test
    void eachClosingIsSentToTheHeadOffice() {
        TestHttp register = register();
        String number = closed(register).path("number").asString();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.headOffice.received().stream()
                        .anyMatch(sent -> sent.type().equals("RegisterClosed")
                                && sent.payload().contains("\"" + number + "\"")));
    }

    @Test
    void aClosedDayCannotBeChangedEvenInTheDatabase() {
        TestHttp register = register();
        String number = closed(register).path("number").asString();
        for (String change : List.of(
                "UPDATE register_day SET difference = 0 WHERE number = '" + number + "'",
                "DELETE FROM register_day WHERE number = '" + number + "'")) {
            assertThatThrownBy(() -> world.execute(change)).hasStackTraceContaining("closed for good");
        }
    }

    @Test
    void aSaleDuringTheClosingIsInTheReportOrRefused() {
        for (int round = 0; round < 5; round++) {
            TestHttp register = register();
            long milk = world.productOnShelf("Lait", 100, 100);
            List<Callable<Reply>> work = new ArrayList<>();
            for (int count = 0; count < 8; count++) {
                work.add(() -> register.post("/sales", saleOf(List.of(line(milk, 1)))));
            }
            work.add(4, () -> register.post("/register/close", counted()));
            List<Reply> replies = Concurrently.all(work);
            long sold = replies.stream()
                    .filter(reply -> reply.status() == 201 && reply.json().has("lines"))
                    .count();
            JsonNode report = replies.stream()
                    .filter(reply -> reply.status() == 201 && reply.json().has("report"))
                    .findFirst()
                    .orElseThrow()
                    .json()
                    .path("report");
            assertThat(report.path("sales").path("count").asLong()).isEqualTo(sold);
            assertThat(replies.stream().filter(reply -> reply.status() != 201).map(Reply::problem))
                    .hasSize((int) (8 - sold))
                    .allMatch("register-closed"::equals);
        }
    }

    @Test
    void onlyOneOfTwoConcurrentClosingsSucceeds() {
        TestHttp register = register();
        List<Reply> replies = Concurrently.all(List.of(
                () -> register.post("/register/close", counted(100, 1)),
                () -> register.post("/register/close", counted(100, 2))));
        assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void repeatedRequestsOpenMoveAndCloseOnce() {
        TestHttp register = register();
        closed(register);
        TestHttp same = register.key(UUID.randomUUID().toString());
        JsonNode opened =
                same.post("/register/open", Map.of("openingFloat", 500)).expect(201);
        assertThat(same.post("/register/open", Map.of("openingFloat", 500)).expect(201))
                .isEqualTo(opened);
        assertThat(register.post("/register/open", Map.of("openingFloat", 500)).problem())
                .isEqualTo("register-open");
        Map<String, Object> in = Map.of("direction", "in", "amount", 100, "reason", "monnaie");
        same.post("/register/cash-movements", in).expect(201);
        same.post("/register/cash-movements", in).expect(201);
        JsonNode closing = same.post("/register/close", counted(100, 6)).expect(201);
        assertThat(closing.path("report").path("drawer").path("cashIn").asLong())
                .isEqualTo(100);
        assertThat(closing.path("report").path("count").path("difference").asLong())
                .isZero();
        assertThat(same.post("/register/close", counted(100, 6)).expect(201)).isEqualTo(closing);
        assertThat(same.post("/register/close", counted(100, 7)).problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void aRegisterWithACartCannotBeClosed() {
        TestHttp register = register();
        long milk = world.productOnShelf("Lait", 289, 10);
        register.post("/cart/lines", Map.of("productId", milk)).expect(200);
        assertThat(register.post("/register/close", counted()).problem()).isEqualTo("cart-not-empty");
        register.post("/parked-carts", Map.of("note", "Mme Roy")).expect(201);
        assertThat(register.post("/register/close", counted())
                        .expect(201)
                        .path("parkedCarts")
                        .asInt())
                .isPositive();
    }

    @Test
    void noMoreCashIsTakenOutThanTheDrawerHolds() {
        TestHttp register = world.loggedIn("bob", "S1", 1);
        closed(register);
        openWith(register, 1_000);
        Reply tooMuch = register.post(
                "/register/cash-movements", Map.of("direction", "out", "amount", 1_001, "reason", "banque"));
        assertThat(tooMuch.problem()).isEqualTo("drawer-too-short");
        assertThat(tooMuch.json().path("expected").asLong()).isEqualTo(1_000);
        register.post("/register/cash-movements", Map.of("direction", "out", "amount", 1_000, "reason", "banque"))
                .expect(201);
    }

    @Test
    void invalidFloatsMovementsAndCountsAreRefused() {
        TestHttp register = register();
        closed(register);
        for (Object wrong : List.of(-1, 100_000_001, "many", 1.5)) {
            assertThat(register.post("/register/open", Map.of("openingFloat", wrong))
                            .status())
                    .isEqualTo(400);
        }
        openWith(register, 0);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("direction", "up", "amount", 1, "reason", "x"),
                Map.of("direction", "in", "amount", 0, "reason", "x"),
                Map.of("direction", "in", "amount", 1, "reason", " "),
                Map.of("direction", "in", "amount", 1))) {
            assertThat(register.post("/register/cash-movements", wrong).status())
                    .isEqualTo(400);
        }
        for (Map<String, Object> wrong :
                List.of(counted(0, 1), counted(100, -1), counted(100, 1, 100, 2), Map.<String, Object>of())) {
            assertThat(register.post("/register/close", wrong).status()).isEqualTo(400);
        }
        assertThat(register.get("/register/x-report")
                        .expect(200)
                        .path("drawer")
                        .path("expected")
                        .asLong())
                .isZero();
    }

    @Test
    void aStoreSeesOnlyItsOwnReports() {
        String number = closed(register()).path("number").asString();
        TestHttp other = world.loggedIn("bob", "S2", 1);
        assertThat(other.get("/z-reports/" + number).status()).isEqualTo(404);
        assertThat(other.get("/z-reports").expect(200).path("items")).isEmpty();
    }
}
