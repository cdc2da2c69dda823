package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.PASSWORD;
import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The limits of refunds without approval, 100.00 of a sale and 500.00 a day, count all refunds together; and no tender gives
 * back more than it paid. A unit at 50.00 costs 57.49 with taxes.
 */
class RefundLimitTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final Map<String, Object> BOB = Map.of("username", "bob", "password", PASSWORD);

    private static TestHttp clerk(String name, int register) {
        world.sendFromHeadOffice(world.employee(name, Role.CLERK, true, Instant.EPOCH));
        world.settled();
        return world.loggedIn(name, "S1", register);
    }

    private static String sale(TestHttp till, int units, List<Map<String, Object>> payments) {
        long product = world.productOnShelf("Casserole", 5_000, units);
        return till.post("/sales", Map.of("lines", List.of(line(product, units)), "payments", payments))
                .expect(201)
                .path("number")
                .asString();
    }

    private static Map<String, Object> oneUnit() {
        Map<String, Object> refund = new HashMap<>();
        refund.put("lines", List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)));
        refund.put("reason", "rapporté");
        return refund;
    }

    private static void assertNeedsApproval(Reply refused, String exceeded, long amount, long limit) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.json().path("exceeded").asString()).isEqualTo(exceeded);
        assertThat(refused.json().path("amount").asLong()).isEqualTo(amount);
        assertThat(refused.json().path("limit").asLong()).isEqualTo(limit);
    }

    @Test
    void theRefundsOfASaleCountTogether() {
        TestHttp carol = clerk("carol", 21);
        String refunds = "/sales/" + sale(carol, 4, List.of(cash(23_000))) + "/refunds";
        carol.post(refunds, oneUnit()).expect(201);
        assertNeedsApproval(carol.post(refunds, oneUnit()), "sale", 11_498, 10_000);
        Map<String, Object> approved = oneUnit();
        approved.put("approval", BOB);
        carol.post(refunds, approved).expect(201);
        assertNeedsApproval(carol.post(refunds, oneUnit()), "sale", 17_246, 10_000);
    }

    @Test
    void theRefundsOfAClerkOnOneDayCountTogetherAndApprovedOnesDoNot() {
        TestHttp dave = clerk("dave", 22);
        for (int sold = 1; sold <= 8; sold++) {
            dave.post("/sales/" + sale(dave, 1, List.of(cash(5_750))) + "/refunds", oneUnit())
                    .expect(201);
        }
        String ninth = "/sales/" + sale(dave, 1, List.of(cash(5_750))) + "/refunds";
        assertNeedsApproval(dave.post(ninth, oneUnit()), "day", 9 * 5_749, 50_000);
        Map<String, Object> approved = oneUnit();
        approved.put("approval", BOB);
        dave.post(ninth, approved).expect(201);
        long cheap = world.productOnShelf("Crayon", 100, 1);
        String pencil = dave.post("/sales", Map.of("lines", List.of(line(cheap, 1)), "payments", List.of(cash(115))))
                .expect(201)
                .path("number")
                .asString();
        dave.post("/sales/" + pencil + "/refunds", oneUnit()).expect(201);
    }

    @Test
    void aSalePaidByCardGoesBackInCashByApprovalOnly() {
        TestHttp erin = clerk("erin", 23);
        String refunds = "/sales/" + sale(erin, 1, List.of(card(5_749))) + "/refunds";
        Map<String, Object> inCash = oneUnit();
        inCash.put("tender", "cash");
        assertNeedsApproval(erin.post(refunds, inCash), "tender", 5_749, 0);
        inCash.put("approval", BOB);
        JsonNode refund = erin.post(refunds, inCash).expect(201);
        assertThat(refund.path("payments").path(0).path("tender").asString()).isEqualTo("cash");
        assertThat(refund.path("payments").path(0).path("amount").asLong()).isEqualTo(5_749);
    }

    @Test
    void aSplitSaleGoesBackOverItsTenders() {
        TestHttp frank = clerk("frank", 24);
        String refunds = "/sales/" + sale(frank, 1, List.of(card(1), cash(5_750))) + "/refunds";
        JsonNode payments = frank.post(refunds, oneUnit()).expect(201).path("payments");
        assertThat(payments.path(0).path("tender").asString()).isEqualTo("card");
        assertThat(payments.path(0).path("amount").asLong()).isEqualTo(1);
        assertThat(payments.path(1).path("tender").asString()).isEqualTo("cash");
        assertThat(payments.path(1).path("amount").asLong()).isEqualTo(5_748);
    }

    /** Each refund reads the sum of its clerk's day: the rows of that clerk and day, never those of the whole store. */
    @Test
    void theRefundsOfAClerksDayAreFoundByAnIndex() throws SQLException {
        try (Connection connection = world.sql();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            ResultSet plan = statement.executeQuery("""
                    EXPLAIN SELECT coalesce(sum(total), 0) FROM refund
                    WHERE store_code = 'S1' AND cashier = 'alice' AND business_day = '2026-11-23' AND approved_by IS NULL
                    """);
            StringBuilder text = new StringBuilder();
            while (plan.next()) {
                text.append(plan.getString(1)).append('\n');
            }
            assertThat(text.toString()).contains("refund_of_cashier").contains("business_day = ");
        }
    }
}
