package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records with nested parts are flat in JSON and in the OpenAPI document: the fields of 0.1.0 and those added since. */
class ResponseFieldsTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** The field names of every object in the document, sorted. */
    private static void collect(JsonNode node, Set<String> found) {
        if (node.path("properties").isObject()) {
            found.add(String.join(" ", new TreeSet<>(node.path("properties").propertyNames())));
        }
        node.forEach(child -> collect(child, found));
    }

    @Test
    void nestedRecordsAreFlatInTheOpenApiDocument() {
        Set<String> found = new TreeSet<>();
        collect(world.openApi(), found);
        assertThat(found)
                .contains(
                        "barcode category deposit description id name price sku storeThresholds taxClass thresholds version",
                        "acknowledgedAt acknowledgedBy closedAt id level name openedAt productId quantity sku store",
                        "decidedAt decidedBy id name productId quantity reason receivedAt requestedAt requestedBy sku state"
                                + " store",
                        "businessDay cashier change deposits empties lines number payments refunds register rounding soldAt store"
                                + " subtotal taxes total",
                        "businessDay cashier deposits lines number payments reason refundedAt register rounding store"
                                + " subtotal taxes tender total",
                        "businessDay closedAt closedBy counted day difference expected number refundsTotal register"
                                + " salesTotal store");
    }

    @Test
    void aProductIsFlatInJson() {
        JsonNode product = world.addProduct("FLAT", "Plat", 100);
        assertThat(product.propertyNames())
                .containsExactly(
                        "id",
                        "version",
                        "sku",
                        "barcode",
                        "name",
                        "description",
                        "category",
                        "price",
                        "taxClass",
                        "deposit",
                        "thresholds",
                        "storeThresholds");
    }
}
