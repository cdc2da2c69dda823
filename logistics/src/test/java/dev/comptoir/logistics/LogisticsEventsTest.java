package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.testing.TestPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An event is accepted only from its owner; one that cannot be applied becomes a dead letter and blocks no other. */
class LogisticsEventsTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void start() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static void becomesDeadLetter(TestPeer sender, Event event) {
        long before = sender.deadLetters();
        world.send(sender, event);
        world.settled();
        assertThat(sender.deadLetters()).isEqualTo(before + 1);
    }

    @Test
    void aStoreCannotMakeAManager() {
        becomesDeadLetter(world.store, world.employee("mallory", Role.MANAGER, true));
        assertThat(world.logIn("mallory", LogisticsWorld.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aStoreCannotChangeAProductOrAStore() {
        ProductChanged product = world.product("Faux");
        becomesDeadLetter(world.store, product);
        becomesDeadLetter(world.storeWest, world.storeServedBy("S1", "Plateau", "storewest"));
        assertThat(world.farid().get("/products/" + product.productId()).status())
                .isEqualTo(404);
    }

    @Test
    void aDeploymentSendsEventsOnlyForItsOwnStores() {
        long product = world.productInWarehouse("Vrai", 5);
        UUID order = world.requested(product, 2);

        becomesDeadLetter(world.storeWest, world.request("S1", product, 1));
        becomesDeadLetter(world.storeWest, new RestockReceived(order, "S1", product, 2, Instant.now()));
        becomesDeadLetter(world.storeWest, new RestockReceived(order, "S2", product, 2, Instant.now()));

        assertThat(world.state(order)).isEqualTo("requested");
    }

    @Test
    void anOrderForAnUnknownProductOrStoreBecomesADeadLetterAndTheNextOneArrives() {
        long product = world.productInWarehouse("Suivant", 5);
        long before = world.store.deadLetters();
        world.send(world.store, world.request("S1", 999_999, 1));
        world.send(world.store, world.request("S9", product, 1));
        world.send(world.store, world.request("S1", product, 0));
        UUID next = world.requested(product, 1);

        assertThat(world.store.deadLetters()).isEqualTo(before + 3);
        assertThat(world.state(next)).isEqualTo("requested");
    }

    @Test
    void anOrderOfAProductThatArrivesLaterIsAppliedByItself() {
        ProductChanged product = world.product("Plus tard");
        RestockRequested order = world.request("S1", product.productId(), 2);
        world.send(world.store, order);
        world.settled();
        assertThat(world.kindOfDeadLetter("product " + product.productId() + " is unknown"))
                .isEqualTo("not-yet");
        world.send(product);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.state(order.orderId())).isEqualTo("requested"));
    }

    @Test
    void aReceiptOfAnotherQuantityThanOrderedBecomesADeadLetter() {
        long product = world.productInWarehouse("Autrement", 5);
        UUID order = world.requested(product, 3);
        becomesDeadLetter(world.store, new RestockReceived(order, "S1", product, 2, Instant.now()));
        assertThat(world.state(order)).isEqualTo("requested");
    }

    @Test
    void aLowerVersionOfAProductChangesNothing() {
        ProductChanged product = world.product("Nouveau nom");
        world.send(product);
        world.send(world.product(product.productId(), product.version() - 1, "Vieux nom"));
        world.settled();
        assertThat(nameOf(product)).isEqualTo("Nouveau nom");
    }

    @Test
    void ofSeveralChangesOfAProductInOneBatchTheNewestCounts() {
        ProductChanged first = world.product("Premier nom");
        ProductChanged newest = world.product(first.productId(), world.nextVersion(), "Dernier nom");
        ProductChanged other = world.product("Autre produit");
        world.headOffice.sendAll(
                "logistics",
                "ProductChanged",
                Stream.of(newest, first, other).map(Events::write).toList());
        world.settled();
        assertThat(nameOf(first)).isEqualTo("Dernier nom");
        assertThat(nameOf(other)).isEqualTo("Autre produit");
    }

    private static String nameOf(ProductChanged product) {
        return world.farid()
                .get("/products/" + product.productId())
                .expect(200)
                .path("name")
                .asString();
    }

    @Test
    void anOrderThatArrivesTwiceIsOneOrder() {
        long product = world.productInWarehouse("Deux fois", 5);
        RestockRequested order = world.request("S1", product, 3);
        world.send(world.store, order);
        world.send(world.store, order);
        world.settled();
        assertThat(world.farid()
                        .get("/restock-orders?store=S1&limit=200")
                        .expect(200)
                        .path("items")
                        .findValuesAsString("id"))
                .filteredOn(order.orderId().toString()::equals)
                .hasSize(1);
    }
}
