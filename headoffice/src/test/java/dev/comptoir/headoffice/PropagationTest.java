package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestPeer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Services that are behind are shown, and a new service gets a snapshot. */
class PropagationTest {
    private HeadOfficeWorld world;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode peer(String name) {
        for (JsonNode peer : world.bob().get("/propagation").expect(200).path("peers")) {
            if (peer.path("name").asString().equals(name)) {
                return peer;
            }
        }
        throw new AssertionError("no peer " + name);
    }

    @Test
    void anUnreachablePeerFallsBehindAndTheOthersDoNot() {
        JsonNode first = world.addProduct("ONE", "Un", 100);
        Awaitility.await()
                .until(() -> peer("store").path("toPeer").path("backlog").asLong() == 0);
        assertThat(peer("store").path("stores").toString()).isEqualTo("[\"S1\",\"S2\"]");
        world.store.close();
        JsonNode second = world.addProduct("TWO", "Deux", 100);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(peer("store").path("toPeer").path("backlog").asLong()).isEqualTo(1);
            assertThat(peer("store").path("toPeer").path("failure").isNull()).isFalse();
            assertThat(peer("store").path("catalogueVersion")).isEqualTo(first.path("version"));
            assertThat(peer("logistics").path("catalogueVersion")).isEqualTo(second.path("version"));
        });
    }

    @Test
    void aDeploymentThatIsConnectedLaterGetsASnapshot() {
        world.addProduct("ONE", "Un", 100);
        world.hire("alice", "clerk");
        try (TestPeer north = TestPeer.start("store-north");
                HeadOfficeService instance = world.start(Map.of(
                        "store", world.store.address(),
                        "logistics", world.warehouse.address(),
                        "store-north", north.address()))) {
            north.connectTo("headoffice", URI.create("http://127.0.0.1:" + instance.port() + "/headoffice"));
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(north.received("ProductChanged")).hasSize(1);
                assertThat(north.received("EmployeeChanged")).hasSize(2);
                assertThat(north.received("StoreChanged")).hasSize(2);
            });
        }
    }
}
