package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records with nested parts are flat in JSON and in the OpenAPI document: these are the fields of 0.1.0. */
class ResponseFieldsTest {
    private static final List<String> RESTOCK_ORDER = List.of(
            "id",
            "store",
            "storeName",
            "productId",
            "sku",
            "productName",
            "quantity",
            "centralStock",
            "requestedBy",
            "requestedAt",
            "state",
            "decidedBy",
            "decidedAt",
            "reason",
            "receivedAt");
    private static LogisticsWorld world;

    @BeforeAll
    static void open() {
        world = new LogisticsWorld();
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
                        String.join(" ", new TreeSet<>(RESTOCK_ORDER)),
                        "asOf central missing name onTheWay productId quantity sku soldIn14Days store storeName suggested");
    }

    @Test
    void aRestockOrderIsFlatInJson() {
        UUID order = world.requested(world.productInWarehouse("Plat", 1), 1);
        assertThat(world.farid().get("/restock-orders/" + order).expect(200).propertyNames())
                .containsExactlyElementsOf(RESTOCK_ORDER);
    }
}
