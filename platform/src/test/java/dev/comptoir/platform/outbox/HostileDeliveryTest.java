package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.json.InvalidJson;
import dev.comptoir.platform.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery that no sender writes is refused with a reason, before the database is reached. */
class HostileDeliveryTest {
    private static final String INCARNATION = "\"550e8400-e29b-41d4-a716-446655440000\"";
    private static final String EVENT = "{\"id\": " + INCARNATION + ", \"type\": \"Counted\", \"payload\": \"{}\"}";

    private static Delivery read(String json) {
        return Json.readRequest(json.getBytes(StandardCharsets.UTF_8), Delivery.class);
    }

    private static String log(String startedAfter, String first, String last, String after) {
        return "{\"log\": {\"version\": 2, \"incarnation\": " + INCARNATION + ", \"startedAfter\": " + startedAfter
                + ", \"first\": " + first + ", \"last\": " + last + ", \"after\": {\"position\": " + after + "}}}";
    }

    @Test
    void aBatchInOrderIsRead() {
        assertThat(read(log("0", "5", "9", "4")).log()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 9, -1",
        "0, -5, 9, -6",
        "0, 5, -1, 4",
        "-1, 5, 9, 4",
        "0, 5, 9, -1",
        "0, 5, 9, 5",
        "0, 5, 9, 9223372036854775807",
        "0, 9223372036854775807, 9223372036854775807, 4",
        "0, 5, 9223372036854775807, 4",
        "0, 5, 99999999999999999999999, 4",
        "0, 1e400, 9, 4",
        "0, 5.5, 9, 4",
        "0, null, 9, 4"
    })
    void aPositionThatNoLogReachesIsRefused(String startedAfter, String first, String last, String after) {
        String json = log(startedAfter, first, last, after);
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"events\": [null]}",
                "{\"events\": [{\"id\": null, \"type\": \"Counted\", \"payload\": \"{}\"}]}",
                "{\"events\": [{\"type\": \"Counted\", \"payload\": \"{}\"}]}",
                "{\"log\": {\"version\": 2, \"startedAfter\": 0, \"first\": 1, \"last\": 1, \"after\": {\"position\": 0}}}",
                "{\"log\": {\"version\": 2, \"incarnation\": null, \"startedAfter\": 0, \"first\": 1, \"last\": 1,"
                        + " \"after\": {\"position\": 0}}}",
                "{\"log\": {\"version\": 2, \"incarnation\": \"550e8400-e29b-41d4-a716-446655440000\", \"startedAfter\": 0,"
                        + " \"first\": 1, \"last\": 1, \"after\": null}}"
            })
    void aMissingMemberIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidJson.class);
    }

    @Test
    void moreEventsThanABatchHoldsAreRefused() {
        String events = (EVENT + ",").repeat(Delivery.BATCH_LIMIT) + EVENT;
        assertThatThrownBy(() -> read("{\"events\": [" + events + "]}"))
                .isInstanceOf(InvalidJson.class)
                .hasMessageContaining("at most 1000 events");
    }
}
