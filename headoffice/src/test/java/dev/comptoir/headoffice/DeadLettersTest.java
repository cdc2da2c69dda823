package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A manager lists the events that could not be applied, and retries or discards them with a reason. */
class DeadLettersTest {
    private static final String SETTLEMENTS = "/dead-letters/settlements";
    private HeadOfficeWorld world;
    private TestHttp bob;

    @BeforeEach
    void start() {
        world = new HeadOfficeWorld();
        bob = world.bob();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void storeSends(String type, String... payloads) {
        for (String payload : payloads) {
            world.store.send("headoffice", type, payload);
        }
    }

    private JsonNode deadLetters() {
        world.settled();
        return bob.get("/dead-letters").expect(200);
    }

    private JsonNode settle(Map<String, Object> settlement) {
        return bob.post(SETTLEMENTS, settlement).expect(200);
    }

    private List<String> settled(String member) {
        return bob.get(SETTLEMENTS).expect(200).path("items").findValuesAsString(member);
    }

    @Test
    void anEventOfAnotherFormIsListedWithItsSenderKindAttemptsAndError() {
        storeSends("SaleRecorded", "{}");
        JsonNode letter = deadLetters().path("items").path(0);
        assertThat(letter.path("sender").asString()).isEqualTo("store");
        assertThat(letter.path("type").asString()).isEqualTo("SaleRecorded");
        assertThat(letter.path("kind").asString()).isEqualTo("never");
        assertThat(letter.path("attempts").asInt()).isEqualTo(1);
        assertThat(letter.path("error").asString()).isNotBlank();
    }

    @Test
    void aDiscardedEventIsRecordedWithItsReasonAndWhoDecided() {
        storeSends("SaleRecorded", "{}");
        String id = deadLetters().path("items").path(0).path("id").asString();
        JsonNode settled = settle(Map.of("action", "discard", "reason", "a test of the network", "ids", List.of(id)));
        assertThat(settled.path("settled").asInt()).isEqualTo(1);
        assertThat(deadLetters().path("total").asInt()).isZero();
        assertThat(settled("id")).containsExactly(id);
        assertThat(settled("action")).containsExactly("discarded");
        assertThat(settled("reason")).containsExactly("a test of the network");
        assertThat(settled("settledBy")).containsExactly("bob");
    }

    @Test
    void allEventsOfOneTypeFromOneServiceAreDiscardedTogether() {
        storeSends("SaleRecorded", "{}", "{\"number\": 1}");
        storeSends("RefundRecorded", "{}");
        world.warehouse.send("headoffice", "SaleRecorded", "{}");
        assertThat(deadLetters().path("total").asInt()).isEqualTo(4);
        JsonNode settled =
                settle(Map.of("action", "discard", "reason", "faulty till", "sender", "store", "type", "SaleRecorded"));
        assertThat(settled.path("settled").asInt()).isEqualTo(2);
        assertThat(deadLetters().path("items").findValuesAsString("type"))
                .containsExactlyInAnyOrder("RefundRecorded", "SaleRecorded");
    }

    @Test
    void salesOfAStoreThatIsUnknownForNowAreRetriedInOrder() {
        world.execute("UPDATE store SET deployment = 'elsewhere' WHERE code = 'S1'");
        List<SaleRecorded> sales = IntStream.range(0, 3)
                .mapToObj(number -> world.sale("S1", 1, 1, 1, 100, Instant.now()))
                .toList();
        sales.forEach(world::storeSends);
        assertThat(deadLetters().path("total").asInt()).isEqualTo(3);
        assertThat(settle(Map.of("action", "retry", "reason", "too early"))
                        .path("kept")
                        .asInt())
                .isEqualTo(3);
        world.execute("UPDATE store SET deployment = 'store' WHERE code = 'S1'");
        assertThat(settle(Map.of("action", "retry", "reason", "the deployment is corrected"))
                        .path("settled")
                        .asInt())
                .isEqualTo(3);
        assertThat(world.count("SELECT count(*) FROM sale")).isEqualTo(3);
        assertThat(settled("action")).containsExactly("applied", "applied", "applied");
    }

    @Test
    void withoutAReasonNothingIsSettled() {
        storeSends("SaleRecorded", "{}");
        deadLetters();
        assertThat(bob.post(SETTLEMENTS, Map.of("action", "discard", "reason", " "))
                        .status())
                .isEqualTo(400);
        assertThat(bob.post(SETTLEMENTS, Map.of("action", "discard")).status()).isEqualTo(400);
        assertThat(bob.post(SETTLEMENTS, Map.of("action", "forget", "reason", "none"))
                        .status())
                .isEqualTo(400);
        assertThat(deadLetters().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void anUnknownEventIsNotFound() {
        String unknown = UUID.randomUUID().toString();
        assertThat(bob.post(SETTLEMENTS, Map.of("action", "retry", "reason", "again", "ids", List.of(unknown)))
                        .status())
                .isEqualTo(404);
        assertThat(bob.post("/dead-letters/" + unknown + "/retry", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void anEventOfANewStoreIsAppliedByItselfWhenTheStoreIsAdded() {
        world.storeSends(world.sale("S7", 1, 1, 1, 100, Instant.now()));
        JsonNode letter = deadLetters().path("items").path(0);
        assertThat(letter.path("error").asString()).isEqualTo("NotYet: store S7 is unknown");
        assertThat(letter.path("kind").asString()).isEqualTo("not-yet");
        bob.post(
                        "/stores",
                        Map.of(
                                "code", "S7",
                                "name", "Rosemont",
                                "timeZone", "America/Toronto",
                                "taxes", List.of(),
                                "registers", List.of(Map.of("number", 1, "name", "Caisse 1"))))
                .expect(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> deadLetters().path("total").asInt() == 0);
        assertThat(settled("id")).isEmpty();
    }

    /** A tenth of the 50,000 events that must delay others by less than 60 s. */
    @Test
    void fiveThousandMalformedEventsDelayASaleByLessThanAMinute() {
        SaleRecorded sale = world.sale("S1", 1, 1, 1, 100, Instant.now());
        world.store.sendAll("headoffice", "SaleRecorded", Collections.nCopies(5_000, "{}"));
        world.store.send("headoffice", Events.typeOf(sale), Events.write(sale));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> world.count("SELECT count(*) FROM sale") == 1);
        assertThat(deadLetters().path("total").asInt()).isEqualTo(5_000);
        assertThat(settle(Map.of("action", "discard", "reason", "faulty till"))
                        .path("settled")
                        .asInt())
                .isEqualTo(5_000);
        assertThat(deadLetters().path("total").asInt()).isZero();
    }
}
