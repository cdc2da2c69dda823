package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.repriced;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.shelf.Shelf;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * After an introduction the store service holds what the head office has, and nothing else: the epoch decides before the
 * version, and what the introduction did not contain is not in use.
 */
class IntroductionTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static void send(Event event) {
        world.sendFromHeadOffice(event);
        world.settled();
    }

    private static EmployeeChanged employee(String name, Role role, String password, long version) {
        return new EmployeeChanged(
                name, name, role.word(), new Passwords().hash(password), true, Instant.EPOCH, version, world.epoch());
    }

    private static Reply logIn(String name, String password) {
        return world.anyone()
                .post("/login", Map.of("username", name, "password", password, "store", "S1", "register", 2));
    }

    private static TestHttp loggedIn(String name) {
        return world.anyone()
                .as(logIn(name, StoreWorld.PASSWORD).expect(200).path("token").asString());
    }

    private static long price(ProductChanged product) {
        return world.alice(1)
                .get("/products/" + product.productId())
                .expect(200)
                .path("price")
                .asLong();
    }

    private static Reply sell(long product) {
        return world.alice(1).post("/sales", saleOf(List.of(line(product, 1))));
    }

    @Test
    void anEqualOrLowerVersionOfAHigherEpochIsNewer() {
        ProductChanged tea = world.product("Thé", 300);
        send(tea);
        long epoch = world.nextEpoch();
        send(repriced(tea, tea.version(), 310).inEpoch(epoch));
        assertThat(price(tea)).isEqualTo(310);
        send(repriced(tea, 1, 320).inEpoch(world.nextEpoch()));
        assertThat(price(tea)).isEqualTo(320);
    }

    @Test
    void aHigherVersionOfALowerEpochIsOlder() {
        ProductChanged rice = world.product("Riz", 300);
        send(rice.inEpoch(world.nextEpoch()));
        send(repriced(rice, world.nextVersion(), 999).inEpoch(world.epoch() - 1));
        assertThat(price(rice)).isEqualTo(300);
    }

    @Test
    void theNewestOfSeveralEpochsInOneBatchIsStored() {
        ProductChanged salt = world.product("Sel", 300);
        ProductChanged newest = repriced(salt, 1, 310).inEpoch(world.nextEpoch());
        try (Database database = world.openDatabase()) {
            Catalogue catalogue = new Catalogue(new Shelf(new Outbox(database), Clock.systemUTC()), "store");
            database.write(transaction -> {
                catalogue.apply(transaction, List.of(newest, salt));
                return null;
            });
        }
        assertThat(price(salt)).isEqualTo(310);
    }

    @Test
    void aDismissalWithAVersionThatTheStoreHasSeenIsObeyed() {
        send(employee("denis", Role.CLERK, StoreWorld.PASSWORD, 1));
        TestHttp denis = loggedIn("denis");
        EmployeeChanged dismissed = new EmployeeChanged(
                "denis", "denis", Role.CLERK.word(), "$argon2id$", false, Instant.EPOCH, 1, world.nextEpoch());
        send(dismissed);
        assertThat(denis.get("/cart").status()).isEqualTo(401);
        assertThat(logIn("denis", StoreWorld.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void anEmployeeThatTheHeadOfficeDoesNotHaveCannotLogInAndLosesTheTokens() {
        send(employee("ghost", Role.MANAGER, StoreWorld.PASSWORD, 7));
        TestHttp ghost = loggedIn("ghost");
        TestHttp alice = world.alice(1);
        world.introduce();
        assertThat(ghost.get("/cart").status()).isEqualTo(401);
        assertThat(logIn("ghost", StoreWorld.PASSWORD).status()).isEqualTo(401);
        assertThat(world.anyone().get("/staff").body()).doesNotContain("ghost").contains("alice");
        assertThat(alice.get("/cart").status()).isEqualTo(200);
    }

    @Test
    void anEmployeeMadeAgainHasTheNewPasswordAndTheNewRole() {
        send(employee("eve", Role.MANAGER, "the former password", 1));
        world.introduce(employee("eve", Role.CLERK, "the present password", 1));
        assertThat(logIn("eve", "the former password").status()).isEqualTo(401);
        assertThat(logIn("eve", "the present password").expect(200).path("role").asString())
                .isEqualTo("clerk");
    }

    @Test
    void aPasswordChangedByAnIntroductionRevokesTheTokens() {
        send(employee("gus", Role.CLERK, StoreWorld.PASSWORD, 1));
        TestHttp gus = loggedIn("gus");
        world.introduce(employee("gus", Role.CLERK, "another password", 1));
        assertThat(gus.get("/cart").status()).isEqualTo(401);
    }

    @Test
    void aProductThatTheHeadOfficeDoesNotHaveIsWithdrawn() {
        long ghost = world.productOnShelf("Fantôme", 19_900, 5);
        world.alice(1).post("/cart/lines", Map.of("productId", ghost)).expect(200);
        world.introduce();

        assertThat(world.alice(1).get("/products/" + ghost).status()).isEqualTo(404);
        assertThat(world.alice(1).get("/products?query=fantome").body()).doesNotContain("Fantôme");
        assertThat(sell(ghost).problem()).isEqualTo("unknown-product");
        assertThat(world.alice(2)
                        .post("/cart/lines", Map.of("productId", ghost))
                        .problem())
                .isEqualTo("unknown-product");
        assertThat(world.alice(1)
                        .post("/sales", Map.of("payments", List.of(cash(100_000))))
                        .problem())
                .isEqualTo("unknown-product");
        assertThat(world.alice(1)
                        .post("/restock-orders", Map.of("productId", ghost, "quantity", 1))
                        .problem())
                .isEqualTo("unknown-product");
        world.alice(1).delete("/cart").expect(200);
    }

    @Test
    void aWithdrawnProductIsKeptForRefundsAndForItsStock() {
        long lamp = world.productOnShelf("Lampe", 500, 3);
        JsonNode sale = sell(lamp).expect(201);
        world.introduce();
        assertThat(world.alice(1).get("/stock?query=lampe").body()).contains("\"quantity\":2");
        world.alice(1)
                .post("/sales/" + sale.path("number").asString() + "/refunds", Map.of("reason", "abîmé"))
                .expect(201);
        world.count(lamp, 0);
        assertThat(world.alice(1).get("/stock?query=lampe").body()).doesNotContain("Lampe");
    }

    @Test
    void aLaterChangeBringsAWithdrawnProductBack() {
        ProductChanged lens = world.product("Lentille", 500);
        send(lens);
        world.introduce();
        world.count(lens.productId(), 2);
        send(repriced(lens, 1, 600).inEpoch(world.nextEpoch()));
        assertThat(sell(lens.productId()).status()).isEqualTo(201);
    }

    @Test
    void aChangeOfAnEpochBeforeTheIntroductionIsObsolete() {
        ProductChanged wine = world.product("Vin", 500);
        send(wine);
        world.introduce();
        send(repriced(wine, world.nextVersion(), 1).inEpoch(world.epoch() - 1));
        send(employee("late", Role.MANAGER, StoreWorld.PASSWORD, 9).inEpoch(world.epoch() - 1));
        assertThat(world.alice(1).get("/products/" + wine.productId()).status()).isEqualTo(404);
        assertThat(logIn("late", StoreWorld.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aStoreThatTheHeadOfficeDoesNotHaveIsClosed() {
        send(StoreWorld.store("S7", "Fantôme", 1).inEpoch(world.epoch()));
        TestHttp there = world.loggedIn("alice", "S7", 1);
        world.introduce();
        assertThat(world.anyone().get("/stores").body()).doesNotContain("S7").contains("S1");
        assertThat(world.anyone()
                        .post(
                                "/login",
                                Map.of(
                                        "username",
                                        "alice",
                                        "password",
                                        StoreWorld.PASSWORD,
                                        "store",
                                        "S7",
                                        "register",
                                        1))
                        .problem())
                .isEqualTo("unknown-register");
        assertThat(there.post("/sales", saleOf(List.of(line(1, 1)))).status()).isEqualTo(409);
        send(StoreWorld.store("S7", "Retrouvé", 1).inEpoch(world.nextEpoch()));
        assertThat(world.anyone().get("/stores").body()).contains("Retrouvé");
    }
}
