package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ReservedSale;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.StoredJson;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.store.drawer.RegisterReport.Denomination;
import dev.comptoir.store.refunds.Refund;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Rows that another version wrote are served: their golden files stay for ever. */
class StoredFormsTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    /** What each column with JSON is read as; a {@code JsonNode} is returned as it was stored. */
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("parked_cart.empties", Deposit[].class),
            Map.entry("product.deposit", Deposit.class),
            Map.entry("product.store_thresholds", JsonNode.class),
            Map.entry("refund.lines", Refund.Line[].class),
            Map.entry("refund.payments", Payment[].class),
            Map.entry("refund.taxes", TaxAmount[].class),
            Map.entry("register.cart_empties", Deposit[].class),
            Map.entry("register_day.counted", Denomination[].class),
            Map.entry("register_day.report", JsonNode.class),
            Map.entry("reservation.sale", ReservedSale.class),
            Map.entry("reserved_sale.refund", ReservedSaleRefunded.class),
            Map.entry("sale.empties", Deposit[].class),
            Map.entry("sale.payments", Payment[].class),
            Map.entry("sale.taxes", TaxAmount[].class),
            Map.entry("sale_line.taxes", TaxRate[].class),
            Map.entry("store.profiles", StoreProfile[].class),
            Map.entry("store.taxes", TaxRate[].class));

    /** Each folder holds the forms that its version introduced. */
    private static final List<String> VERSIONS = List.of("0.1", "0.3");

    static Stream<String> columns() {
        return TYPES.keySet().stream().sorted();
    }

    /** Every form of a column: {@code 0.1/sale.taxes}. */
    static Stream<String> forms() {
        return VERSIONS.stream()
                .flatMap(version -> columns().map(column -> version + "/" + column))
                .filter(form -> StoredFormsTest.class.getResource("golden/" + form + ".json") != null);
    }

    private static String golden(String form) throws IOException {
        try (InputStream file = StoredFormsTest.class.getResourceAsStream("golden/" + form + ".json")) {
            return new String(
                    Objects.requireNonNull(file, "no golden file " + form).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyColumnWithJsonHasAGoldenFile() throws SQLException {
        try (Connection database = world.sql()) {
            assertThat(StoredJson.columns(database))
                    .extracting(StoredJson.Column::toString)
                    .containsExactlyElementsOf(columns().toList());
        }
        assertThat(forms().map(StoredFormsTest::columnOf)).containsAll(columns().toList());
    }

    private static String columnOf(String form) {
        return form.substring(form.indexOf('/') + 1);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyPastFormIsReadAlsoWithUnknownMembers(String form) throws IOException {
        String column = columnOf(form);
        Class<?> type = Objects.requireNonNull(TYPES.get(column));
        Object stored = Json.read(golden(form), type);
        JsonNode newer = StoredJson.withUnknownMembers(
                column.substring(column.indexOf('.') + 1), Json.read(golden(form), JsonNode.class));
        Object readAgain = Json.read(newer.toString(), type);
        if (!(stored instanceof JsonNode)) {
            assertThat(readAgain).isEqualTo(stored);
        }
    }

    private static JsonNode sell(TestHttp till, long product, int quantity, List<Map<String, Object>> payments) {
        return till.post("/sales", Map.of("lines", List.of(line(product, quantity)), "payments", payments))
                .expect(201);
    }

    private static void refundOne(TestHttp till, JsonNode sale) {
        till.post(
                        "/sales/" + sale.path("number").asString() + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)),
                                "reason",
                                "test"))
                .expect(201);
    }

    @Test
    void rowsWithUnknownMembersAreServedAndContinued() throws SQLException {
        TestHttp till = world.alice(7);
        long milk = world.productOnShelf("Lait", 289, 20);
        JsonNode sale = sell(till, milk, 3, List.of(cash(2_000)));
        refundOne(till, sale);
        JsonNode report = till.post("/register/close", Map.of("counted", List.of()))
                .expect(201)
                .path("report");
        till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        String number = sale.path("number").asString();
        JsonNode before = till.get("/sales/" + number).expect(200);

        rewriteRowsAsANewerVersionWould();

        assertThat(till.get("/sales/" + number).expect(200)).isEqualTo(before);
        JsonNode reportAgain =
                till.get("/z-reports/" + report.path("number").asString()).expect(200);
        assertThat(reportAgain.path("sales").path("total"))
                .isEqualTo(report.path("sales").path("total"));
        till.get("/products/" + milk).expect(200);
        refundOne(till, sale);
        sell(till, milk, 1, List.of(card(332)));
        JsonNode xReport = till.get("/register/x-report").expect(200);
        assertThat(xReport.path("taxes")).hasSize(2);
        till.post("/register/close", Map.of("counted", List.of())).expect(201);
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }

    private static void rewriteRowsAsANewerVersionWould() throws SQLException {
        try (Connection database = world.sql()) {
            world.execute("ALTER TABLE register_day DISABLE TRIGGER USER");
            StoredJson.addUnknownMembers(database);
            world.execute("ALTER TABLE register_day ENABLE TRIGGER USER");
        }
    }

    @Test
    void aSalePaidByATenderOfANewerVersionIsServedAndRefundedInCash() {
        TestHttp till = world.alice(8);
        long milk = world.productOnShelf("Lait", 289, 20);
        JsonNode sale = sell(till, milk, 1, List.of(card(332)));
        String number = sale.path("number").asString();
        world.execute("""
                UPDATE sale SET payments = '[{"tender": "voucher", "amount": 332, "code": "V-1"}]' WHERE number = '%s'
                """.formatted(number));
        JsonNode payment = till.get("/sales/" + number)
                .expect(200)
                .path("sale")
                .path("payments")
                .path(0);
        assertThat(payment.path("tender").asString()).isEqualTo("unknown");
        assertThat(payment.path("amount").asLong()).isEqualTo(332);
        till.get("/sales").expect(200);
        assertThat(till.get("/register/x-report")
                        .expect(200)
                        .path("sales")
                        .path("total")
                        .asLong())
                .isEqualTo(332);
        refundOne(till, sale);
        assertThat(till.get("/sales/" + number)
                        .expect(200)
                        .path("refunds")
                        .path(0)
                        .path("tender")
                        .asString())
                .isEqualTo("cash");
    }

    @Test
    void noClientCanNameAnUnknownTender() {
        long milk = world.productOnShelf("Lait", 289, 20);
        Map<String, Object> unknown = Map.of("tender", "unknown", "amount", 332);
        assertThat(world.alice(9)
                        .post("/sales", Map.of("lines", List.of(line(milk, 1)), "payments", List.of(unknown)))
                        .status())
                .isEqualTo(400);
    }
}
