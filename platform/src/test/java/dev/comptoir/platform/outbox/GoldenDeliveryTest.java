package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.StoredJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services of different versions exchange deliveries and receipts: the golden files of every past form stay for ever. */
class GoldenDeliveryTest {
    private static String golden(String form) throws IOException {
        try (InputStream file = GoldenDeliveryTest.class.getResourceAsStream("golden/" + form + ".json")) {
            return new String(
                    Objects.requireNonNull(file, "no golden file " + form).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode tree(String json) {
        return Json.read(json, JsonNode.class);
    }

    private static Class<?> typeOf(String form) {
        return form.endsWith("Delivery") ? Delivery.class : Receipt.class;
    }

    /** As the endpoint of the inbox and the relay read it. */
    private static Object read(String form, String json) {
        return typeOf(form).equals(Delivery.class)
                ? Json.readRequest(json.getBytes(StandardCharsets.UTF_8), Delivery.class)
                : Json.read(json, Receipt.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2/Delivery", "0.2/Receipt"})
    void thePresentFormIsWrittenLikeItsGoldenFile(String form) throws IOException {
        assertThat(tree(Json.text(read(form, golden(form))))).isEqualTo(tree(golden(form)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1/Delivery", "0.1/Receipt", "0.2/Delivery", "0.2/Receipt"})
    void everyPastFormIsReadAlsoWithUnknownMembersAtEveryLevel(String form) throws IOException {
        String newer =
                StoredJson.withUnknownMembers("message", tree(golden(form))).toString();
        assertThat(newer).contains("addedLater");
        assertThat(read(form, newer)).isEqualTo(read(form, golden(form)));
    }

    @Test
    void aDeliveryOfTheFirstVersionHasEventsButNoPlaceInALog() throws IOException {
        Delivery delivery = (Delivery) read("0.1/Delivery", golden("0.1/Delivery"));
        assertThat(delivery.events())
                .extracting(Delivery.Sent::type)
                .isEqualTo(List.of("StockCounted", "StockCounted"));
        assertThat(delivery.events().getFirst().trace()).startsWith("00-");
        assertThat(delivery.events().getLast().trace()).isNull();
        assertThat(delivery.log()).isNull();
        assertThat(delivery.digests()).isNull();
    }

    @Test
    void aReceiptOfTheFirstVersionNamesWhatWasRejected() throws IOException {
        Receipt receipt = (Receipt) read("0.1/Receipt", golden("0.1/Receipt"));
        assertThat(receipt.applied()).isEqualTo(42);
        assertThat(receipt.rejected()).hasSize(1);
        assertThat(receipt.log()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1/Delivery, waiting", "0.1/Delivery, oldestAt", "0.1/Delivery, parked", "0.1/Delivery, events",
        "0.2/Delivery, log", "0.2/Delivery, digests", "0.1/Receipt, applied", "0.1/Receipt, rejected",
        "0.2/Receipt, log"
    })
    void aMissingMemberIsAbsentOrHasItsDefault(String form, String member) throws IOException {
        ObjectNode older = (ObjectNode) tree(golden(form));
        assertThat(older.remove(member)).isNotNull();
        assertThat(read(form, older.toString())).isNotNull();
    }
}
