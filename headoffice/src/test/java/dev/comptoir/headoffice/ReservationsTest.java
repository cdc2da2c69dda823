package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPeer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The head office passes the events of reservations on between the deployments {@code store}, which serves Plateau (S1), and
 * {@code laval}, which serves Laval (S3). Granby (S4) has a deployment that was never heard of.
 */
class ReservationsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static HeadOfficeWorld world;
    private static TestPeer laval;
    private static HeadOfficeService instance;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        laval = TestPeer.start("laval");
        instance = world.start(Map.of(
                "store", world.store.address(),
                "logistics", world.warehouse.address(),
                "laval", laval.address(),
                "granby", URI.create("http://127.0.0.1:1/store")));
        laval.connectTo("headoffice", URI.create("http://127.0.0.1:" + instance.port() + "/headoffice"));
        openStore("S3", "Laval", "laval");
        openStore("S4", "Granby", "granby");
    }

    private static void openStore(String code, String name, String deployment) {
        TestHttp bob = HeadOfficeWorld.anyoneAt(instance)
                .as(HeadOfficeWorld.newToken(HeadOfficeWorld.anyoneAt(instance), "bob"));
        bob.post(
                        "/stores",
                        Map.of(
                                "code",
                                code,
                                "name",
                                name,
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(),
                                "registers",
                                List.of(Map.of("number", 1, "name", "Caisse 1")),
                                "deployment",
                                deployment))
                .expect(201);
    }

    @AfterAll
    static void close() {
        instance.close();
        laval.close();
        world.close();
    }

    private static void send(TestPeer peer, Event event) {
        peer.send("headoffice", Events.typeOf(event), Events.write(event));
    }

    private static void awaitReceived(TestPeer peer, Event event) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> peer.received(Events.typeOf(event)).stream()
                        .anyMatch(payload ->
                                Events.read(Events.typeOf(event), payload).equals(event)));
    }

    private static ReservationRequested request(String sale, String store) {
        return new ReservationRequested(UUID.randomUUID(), sale, store, "alice", Instant.parse("2026-11-28T12:00:00Z"));
    }

    private static String reasonOf(ReservationRequested request) {
        Awaitility.await().atMost(LIMIT).until(() -> reasons(request).size() == 1);
        return reasons(request).getFirst();
    }

    private static List<String> reasons(ReservationRequested request) {
        return laval.received("ReservationRefused").stream()
                .map(payload -> (ReservationRefused) Events.read("ReservationRefused", payload))
                .filter(refused -> refused.reservation().equals(request.reservation()))
                .map(ReservationRefused::reason)
                .toList();
    }

    private static void assertRejected(TestPeer sender, Event event) {
        long before = deadLetters();
        send(sender, event);
        Awaitility.await().atMost(LIMIT).until(() -> deadLetters() == before + 1);
    }

    private static long deadLetters() {
        return world.bob().get("/dead-letters").expect(200).path("items").size();
    }

    @Test
    void aRequestReachesTheStoreOfTheSaleAndTheAnswerTheStoreThatRefunds() {
        ReservationRequested request = request("S1-1-000001", "S3");
        send(laval, request);
        awaitReceived(world.store, request);
        ReservationRefused answer = new ReservationRefused(
                request.reservation(), "S1-1-000001", "S3", "sale-reserved", Instant.parse("2026-11-28T12:00:01Z"));
        send(world.store, answer);
        awaitReceived(laval, answer);
        ReservationReleased released = new ReservationReleased(
                request.reservation(), "S1-1-000001", "S3", Instant.parse("2026-11-28T12:00:02Z"));
        send(laval, released);
        awaitReceived(world.store, released);
    }

    @Test
    void aSaleThatNoOtherDeploymentHasIsUnknown() {
        for (String sale : List.of("X9-1-000001", "S3-1-000001")) {
            ReservationRequested request = request(sale, "S3");
            send(laval, request);
            assertThat(reasonOf(request)).isEqualTo("unknown-sale");
        }
    }

    @Test
    void aStoreThatIsSilentIsRefusedAtOnce() {
        ReservationRequested request = request("S4-1-000001", "S3");
        send(laval, request);
        assertThat(reasonOf(request)).isEqualTo("store-unreachable");
    }

    @Test
    void aStoreReservesForItselfAndAnswersForItsOwnSalesOnly() {
        assertRejected(world.store, request("S3-1-000001", "S3"));
        assertRejected(laval, request("S3-1-000001", "S1"));
        UUID reservation = UUID.randomUUID();
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        assertRejected(laval, new ReservationRefused(reservation, "S1-1-000001", "S3", "sale-reserved", now));
        assertRejected(world.store, new ReservationReleased(reservation, "S1-1-000001", "S3", now));
    }
}
