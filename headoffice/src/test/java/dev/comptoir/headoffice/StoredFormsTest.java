package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Payment;
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
import java.util.Map;
import java.util.Objects;
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
    private static final Map<String, Class<?>> TYPES = Map.of(
            "activity.payload", JsonNode.class,
            "product.store_thresholds", JsonNode.class,
            "product_change.changes", JsonNode.class,
            "refund.lines", RefundLine[].class,
            "refund.taxes", TaxAmount[].class,
            "sale.lines", SaleLine[].class,
            "sale.payments", Payment[].class,
            "sale.taxes", TaxAmount[].class,
            "store.registers", RegisterOfStore[].class,
            "store.taxes", TaxRate[].class);

    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** With the type of the Z report, for which {@code Map.of} has no room. */
    private static Class<?> typeOf(String column) {
        return column.equals("z_report.report")
                ? RegisterClosed.class
                : Objects.requireNonNull(TYPES.get(column), column);
    }

    static Stream<String> columns() {
        return Stream.concat(TYPES.keySet().stream().sorted(), Stream.of("z_report.report"));
    }

    private static String golden(String column) throws IOException {
        try (InputStream file = StoredFormsTest.class.getResourceAsStream("golden/0.1/" + column + ".json")) {
            return new String(
                    Objects.requireNonNull(file, "no golden file of " + column).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyColumnWithJsonHasAGoldenFile() throws SQLException {
        try (Connection database = world.sql()) {
            assertThat(StoredJson.columns(database))
                    .extracting(StoredJson.Column::toString)
                    .containsExactlyElementsOf(columns().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("columns")
    void theFormsOfTheFirstVersionAreReadAlsoWithUnknownMembers(String column) throws IOException {
        Object stored = Json.read(golden(column), typeOf(column));
        JsonNode newer = StoredJson.withUnknownMembers(
                column.substring(column.indexOf('.') + 1), Json.read(golden(column), JsonNode.class));
        Object readAgain = Json.read(newer.toString(), typeOf(column));
        if (!(stored instanceof JsonNode)) {
            assertThat(readAgain).isEqualTo(stored);
        }
    }

    @Test
    void rowsWithUnknownMembersAreServedAndContinued() throws SQLException, IOException {
        TestHttp bob = world.bob();
        JsonNode product = world.addProduct("UNK-01", "Lait", 289);
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
