package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.testing.TestHttp;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** After an introduction the warehouse holds what the head office has; the epoch decides before the version. */
class IntroductionTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void start() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** Everything of this world, in a new epoch. */
    private static void introduce() {
        long epoch = world.nextEpoch();
        world.send(world.storeServedBy("S1", "Plateau", "store"));
        world.send(world.storeServedBy("S2", "Verdun", "storewest"));
        world.people.forEach(person -> world.send(person.inEpoch(epoch)));
        world.send(new IntroductionEnded(epoch));
        world.settled();
    }

    private static void send(Event event) {
        world.send(event);
        world.settled();
    }

    private static String nameOf(long product) {
        return world.farid()
                .get("/products/" + product)
                .expect(200)
                .path("name")
                .asString();
    }

    private static String listed(String query) {
        return world.farid().get("/products?query=" + query).body();
    }

    @Test
    void theEpochDecidesBeforeTheVersion() {
        ProductChanged tea = world.product("Thé");
        send(tea);
        send(world.product(tea.productId(), 1, "Thé vert").inEpoch(world.nextEpoch()));
        send(world.product(tea.productId(), world.nextVersion(), "Thé noir").inEpoch(world.epoch() - 1));
        assertThat(nameOf(tea.productId())).isEqualTo("Thé vert");
    }

    @Test
    void anEmployeeThatTheHeadOfficeDoesNotHaveCannotLogInAndLosesTheTokens() {
        send(world.employee("ghost", Role.MANAGER, true));
        TestHttp ghost = world.anyone().as(world.newToken("ghost"));
        TestHttp farid = world.farid();
        introduce();
        assertThat(ghost.get("/stock").status()).isEqualTo(401);
        assertThat(world.logIn("ghost", LogisticsWorld.PASSWORD).status()).isEqualTo(401);
        assertThat(farid.get("/stock").status()).isEqualTo(200);
    }

    @Test
    void aDismissalWithAVersionThatTheWarehouseHasSeenIsObeyed() {
        EmployeeChanged denis = world.employee("denis", Role.WAREHOUSE_CLERK, true);
        send(denis);
        TestHttp session = world.anyone().as(world.newToken("denis"));
        send(new EmployeeChanged(
                denis.username(),
                denis.displayName(),
                denis.role(),
                denis.passwordHash(),
                false,
                denis.tokensValidFrom(),
                denis.version(),
                world.nextEpoch()));
        assertThat(session.get("/stock").status()).isEqualTo(401);
        assertThat(world.logIn("denis", LogisticsWorld.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aWithdrawnProductIsListedOnlyWhileThereIsStockOfIt() {
        world.productInWarehouse("Absent", 0);
        long present = world.productInWarehouse("Présent", 4);
        introduce();
        assertThat(listed("absent")).doesNotContain("Absent");
        assertThat(listed("present")).contains("Présent");
        assertThat(nameOf(present)).isEqualTo("Présent");
    }

    @Test
    void theOrdersOfAWithdrawnProductAndOfAClosedStoreRemain() {
        send(world.storeServedBy("S7", "Fantôme", "store"));
        long lamp = world.productInWarehouse("Lampe", 4);
        var requested = world.request("S7", lamp, 3);
        world.send(world.store, requested);
        world.settled();
        introduce();
        UUID order = requested.orderId();
        assertThat(world.state(order)).isEqualTo("requested");
        assertThat(world.farid().get("/stores").body()).doesNotContain("S7").contains("S1");
        send(world.storeServedBy("S7", "Retrouvé", "store").inEpoch(world.epoch()));
        assertThat(world.farid().get("/stores").body()).contains("Retrouvé");
    }

    @Test
    void aChangeOfAnEpochBeforeTheIntroductionIsObsolete() {
        introduce();
        send(world.employee("late", Role.MANAGER, true).inEpoch(world.epoch() - 1));
        ProductChanged wine = world.product("Vin");
        send(wine.inEpoch(world.epoch() - 1));
        assertThat(world.logIn("late", LogisticsWorld.PASSWORD).status()).isEqualTo(401);
        assertThat(world.farid().get("/products/" + wine.productId()).status()).isEqualTo(404);
    }
}
