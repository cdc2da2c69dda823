package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.TaxRate;
import dev.comptoir.headoffice.stores.NewRegister;
import dev.comptoir.headoffice.stores.NewStore;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A new store is replicated to every service, and a store service serves it. */
class StoresTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Map<String, Object> store(String code, Map<String, Object> changes) {
        Map<String, Object> store = new TreeMap<>(Map.of(
                "code",
                code,
                "name",
                "Rosemont",
                "timeZone",
                "Europe/Paris",
                "taxes",
                List.of(Map.of("name", "TVA", "perMillion", 200_000)),
                "registers",
                List.of(Map.of("number", 1, "name", "Caisse 1"))));
        store.putAll(changes);
        return store;
    }

    private static Reply add(String code, Map<String, Object> changes) {
        return world.bob().post("/stores", store(code, changes));
    }

    private static List<String> codes() {
        return world.bob().get("/stores").expect(200).path("items").findValuesAsString("code");
    }

    @Test
    void aNewStoreIsReplicatedToEveryService() {
        JsonNode added = add("P1", Map.of()).expect(201);
        assertThat(added.path("deployment").asString()).isEqualTo("store");
        Awaitility.await().untilAsserted(() -> {
            assertThat(world.store.received()).anyMatch(event -> event.payload().contains("\"P1\""));
            assertThat(world.warehouse.received())
                    .anyMatch(event -> event.payload().contains("\"P1\""));
        });
    }

    @Test
    void aCodeIdentifiesOneStore() {
        add("P2", Map.of()).expect(201);
        assertThat(add("P2", Map.of("name", "Outremont")).problem()).isEqualTo("store-exists");
        assertThat(codes()).containsOnlyOnce("P2");
    }

    @Test
    void aReplayAddsNothingAndReturnsTheFirstResponse() {
        TestHttp bob = world.bob().key("add-P3-once");
        Reply first = bob.post("/stores", store("P3", Map.of()));
        Reply second = bob.post("/stores", store("P3", Map.of()));
        assertThat(second.expect(201)).isEqualTo(first.expect(201));
        assertThat(bob.post("/stores", store("P3", Map.of("name", "Outremont"))).status())
                .isEqualTo(422);
        assertThat(codes()).containsOnlyOnce("P3");
    }

    /** The JSON whose fingerprint an earlier release stored under the key of a request. */
    @Test
    void aRequestWithoutAProfileHasTheFingerprintOfEarlierReleases() {
        NewStore wanted = new NewStore(
                "P6",
                "Rosemont",
                "Europe/Paris",
                List.of(new TaxRate("TVA", 200_000)),
                List.of(new NewRegister(1, "Caisse 1")),
                "store",
                null);
        assertThat(new String(Json.canonicalBytes(wanted), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"code":"P6","name":"Rosemont","timeZone":"Europe/Paris",\
                        "taxes":[{"name":"TVA","perMillion":200000}],\
                        "registers":[{"number":1,"name":"Caisse 1"}],"deployment":"store"}""");
    }

    @Test
    void onlyConnectedStoreServicesServeStores() {
        for (String deployment : List.of("logistics", "headoffice", "store-north", "")) {
            assertThat(add("P4", Map.of("deployment", deployment)).problem())
                    .as(deployment)
                    .isEqualTo("unknown-deployment");
        }
        assertThat(codes()).doesNotContain("P4");
    }

    @Test
    void anInvalidStoreIsRefusedAndNotAdded() {
        Map<String, Object> twice = Map.of("number", 1, "name", "Caisse 2");
        List.of(
                        Map.<String, Object>of("code", "p5"),
                        Map.<String, Object>of("code", "P5678901X"),
                        Map.<String, Object>of("name", " "),
                        Map.<String, Object>of("name", "x".repeat(61)),
                        Map.<String, Object>of("timeZone", "Montréal"),
                        Map.<String, Object>of("registers", List.of()),
                        Map.<String, Object>of("registers", List.of(twice, twice)),
                        Map.<String, Object>of("registers", List.of(Map.of("number", 0, "name", "Caisse 0"))),
                        Map.<String, Object>of("taxes", List.of(Map.of("name", "TVA", "perMillion", -1))))
                .forEach(changes -> assertThat(add("P5", changes).status())
                        .as(changes.toString())
                        .isEqualTo(400));
        assertThat(codes()).doesNotContain("P5", "p5", "P5678901X");
    }
}
