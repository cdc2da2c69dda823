package dev.comptoir.headoffice;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.StoredJson;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Rows that another version wrote are served: their golden files stay for ever. */
class StoredFormsTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");

    /** What each column with JSON is read as; a {@code JsonNode} is returned as it was stored. */
    private static final Map<String, Class<?>> TYPES = new TreeMap<>(Map.ofEntries(
            entry("activity.payload", JsonNode.class),
            entry("product.deposit", Deposit.class),
            entry("product.store_thresholds", JsonNode.class),
            entry("product_change.changes", JsonNode.class),
            entry("refund.lines", RefundLine[].class),
            entry("refund.payments", Payment[].class),
            entry("refund.taxes", TaxAmount[].class),
            entry("sale.empties", Deposit[].class),
            entry("sale.lines", SaleLine[].class),
            entry("sale.payments", Payment[].class),
            entry("sale.taxes", TaxAmount[].class),
            entry("store.profiles", StoreProfile[].class),
            entry("store.registers", RegisterOfStore[].class),
            entry("store.taxes", TaxRate[].class),
            entry("store_change.changes", JsonNode.class),
            entry("z_report.report", RegisterClosed.class)));

    /** Each folder holds the forms that its version introduced. */
    private static final List<String> VERSIONS = List.of("0.1", "0.3");

    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    static Stream<String> columns() {
        return TYPES.keySet().stream();
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

    @Test
    void rowsWithUnknownMembersAreServedAndContinued() throws SQLException, IOException {
        TestHttp bob = world.bob();
        Map<String, Object> wanted = new HashMap<>(HeadOfficeWorld.product("UNK-01", "Eau", 289));
        wanted.put("deposit", Map.of("containers", 1, "each", 10));
        JsonNode product = bob.post("/products", wanted).expect(201);
        long id = product.path("id").asLong();
        world.storeSends(new StockCounted("S1", id, 100, 100, "bob", MORNING));
        SaleRecorded sale = world.sale("S1", 1, id, 3, 289, MORNING);
        RefundRecorded refund = world.refundOf(sale, MORNING.plusSeconds(60));
        world.storeSends(sale);
        world.storeSends(refund);
        world.settled();
        JsonNode before = bob.get("/sales/" + sale.number()).expect(200);

        try (Connection database = world.sql()) {
            StoredJson.addUnknownMembers(database);
        }

        assertThat(bob.get("/sales/" + sale.number()).expect(200)).isEqualTo(before);
        bob.get("/stores").expect(200);
        bob.get("/products/" + id + "/prices").expect(200);
        assertThat(bob.get("/products/" + id).expect(200)).isEqualTo(product);
        world.storeSends(world.sale("S1", 1, id, 1, 289, MORNING.plusSeconds(120)));
        world.settled();
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }

    @Test
    void aRoleOfANewerVersionIsListedAndStaysWhenItsEmployeeIsDismissed() {
        world.hire("nina", "clerk");
        world.execute("UPDATE employee SET role = 'auditor' WHERE username = 'nina'");
        assertThat(world.bob().get("/staff").expect(200).toString()).contains("\"nina\"", "\"unknown\"");
        assertThat(world.bob().patch("/staff/nina", Map.of("active", false)).status())
                .isEqualTo(200);
        assertThat(world.count(
                        "SELECT count(*) FROM employee WHERE username = 'nina' AND role = 'auditor' AND NOT active"))
                .isOne();
    }

    @Test
    void noClientCanNameAnUnknownRole() {
        assertThat(world.bob()
                        .post(
                                "/staff",
                                Map.of(
                                        "username",
                                        "otto",
                                        "displayName",
                                        "Otto",
                                        "role",
                                        "unknown",
                                        "password",
                                        "a long password"))
                        .status())
                .isEqualTo(400);
    }
}
