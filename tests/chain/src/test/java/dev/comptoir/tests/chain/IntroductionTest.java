package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestHttp;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The stores and the warehouse hold what the head office has, whatever its database was restored to. */
class IntroductionTest {
    private ChainWorld world;

    @BeforeEach
    void open() {
        world = new ChainWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private DatabaseSettings backedUpHeadOffice() {
        world.awaitEmptyBacklogs();
        world.stop("headoffice");
        DatabaseSettings backup = world.backUp("headoffice");
        world.start("headoffice");
        return backup;
    }

    private void restoreHeadOffice(DatabaseSettings backup) {
        world.awaitEmptyBacklogs();
        world.stop("headoffice");
        world.restore("headoffice", backup);
        world.start("headoffice");
    }

    private void changePrice(long product, long price) {
        JsonNode now = world.headOffice().get("/products/" + product).expect(200);
        world.headOffice()
                .with("If-Match", "\"" + now.path("version").asLong() + "\"")
                .patch("/products/" + product, Map.of("price", price))
                .expect(200);
    }

    private long priceAtStore(long product) {
        return world.manager("S1")
                .get("/products/" + product)
                .expect(200)
                .path("price")
                .asLong();
    }

    private int logIn(String service, String name) {
        return world.anyone(service)
                .post(
                        "/login",
                        service.equals("store")
                                ? Map.of(
                                        "username", name, "password", ChainWorld.PASSWORD, "store", "S1", "register", 2)
                                : Map.of("username", name, "password", ChainWorld.PASSWORD))
                .status();
    }

    private void openStore(String code) {
        world.headOffice()
                .post(
                        "/stores",
                        Map.of(
                                "code",
                                code,
                                "name",
                                "Magasin " + code,
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(),
                                "registers",
                                List.of(Map.of("number", 1, "name", "Caisse 1"))))
                .expect(201);
    }

    private void assertCopiesEqual() {
        eventually().untilAsserted(() -> {
            assertThat(world.count("headoffice", "SELECT count(*) FROM outbox_destination WHERE differing IS NULL"))
                    .isEqualTo(2);
            assertThat(world.backlog("headoffice")).isZero();
        });
    }

    @Test
    void theStateOfARestoredHeadOfficeWinsOverWhatItHasLost() {
        long tea = world.product("Thé", 500, 10);
        world.hire("denis", "clerk");
        DatabaseSettings backup = backedUpHeadOffice();
        world.headOffice()
                .patch("/staff/denis", Map.of("displayName", "Denis D."))
                .expect(200);
        changePrice(tea, 600);
        eventually().until(() -> priceAtStore(tea) == 600);

        restoreHeadOffice(backup);
        world.headOffice().patch("/staff/denis", Map.of("active", false)).expect(200);
        changePrice(tea, 550);

        eventually().until(() -> priceAtStore(tea) == 550);
        eventually().until(() -> logIn("store", "denis") == 401);
        assertCopiesEqual();
        world.assertReconciled();
    }

    private void changeStore() {
        JsonNode now = world.headOffice().get("/stores/S1").expect(200);
        world.headOffice()
                .with("If-Match", "\"" + now.path("version").asLong() + "\"")
                .patch(
                        "/stores/S1",
                        Map.of(
                                "profile",
                                Map.of(
                                        "from", now.path("today").asString(),
                                        "legalName", "9000-0001 Québec inc.",
                                        "tradeName", "Épicerie",
                                        "address", List.of(),
                                        "languages", List.of("fr"),
                                        "taxes", List.of(),
                                        "cashIncrement", 5),
                                "registers",
                                List.of(Map.of("number", 2, "closed", true))))
                .expect(200);
    }

    private long profileAtStore() {
        return world.manager("S1")
                .get("/store-profile")
                .expect(200)
                .path("profile")
                .path("version")
                .asLong();
    }

    private long registersOutOfService() {
        return world.count("store", "SELECT count(*) FROM register WHERE closed");
    }

    /** A store service of an earlier release applies the change of a store, but stores neither the one nor the other. */
    @Test
    void profilesAndRegistersOutOfServiceArriveAlsoAfterAnEarlierReleaseHasAppliedThem() throws SQLException {
        changeStore();
        eventually().until(() -> profileAtStore() == 1);
        try (Connection store = world.sql("store")) {
            store.createStatement().execute("UPDATE register SET closed = false");
            store.createStatement().execute("UPDATE store SET profiles = '[]'");
        }
        eventually().until(() -> profileAtStore() == 1 && registersOutOfService() == 1);
        assertCopiesEqual();
        world.assertReconciled();
    }

    @Test
    void whatWasMadeInTheLostTimeIsNotInUseAndItsIdsAreNotGivenAgain() {
        long tea = world.product("Thé", 500, 10);
        DatabaseSettings backup = backedUpHeadOffice();
        world.hire("ghost", "manager");
        long ghost = world.product("Fantôme", 19_900, 5);
        openStore("S7");
        eventually().until(() -> world.anyone("store").get("/stores").body().contains("S7"));
        TestHttp session = world.anyone("store").as(world.token("store", "ghost", "S1", 2));
        eventually().until(() -> logIn("logistics", "ghost") == 200);

        restoreHeadOffice(backup);
        long other = world.product("Autre", 25, 5);

        assertThat(other).isNotEqualTo(ghost);
        eventually().until(() -> logIn("store", "ghost") == 401);
        eventually().until(() -> logIn("logistics", "ghost") == 401);
        assertThat(session.get("/cart").status()).isEqualTo(401);
        eventually().until(() -> world.manager("S1").get("/products/" + ghost).status() == 404);
        assertThat(world.anyone("store").get("/stores").body()).doesNotContain("S7");
        assertThat(priceAtStore(other)).isEqualTo(25);
        world.sell("S1", 1, tea, 1);
        assertCopiesEqual();
        world.assertReconciled();
    }

    @Test
    void aCopyThatWasChangedByHandIsSentAnew() throws SQLException {
        long tea = world.product("Thé", 500, 10);
        world.awaitEmptyBacklogs();
        assertCopiesEqual();
        try (Connection store = world.sql("store")) {
            store.createStatement().execute("UPDATE product SET price = 1");
        }
        assertThat(priceAtStore(tea)).isEqualTo(1);
        eventually().until(() -> priceAtStore(tea) == 500);
        assertCopiesEqual();
        assertThat(world.count("headoffice", "SELECT epoch FROM replication_epoch"))
                .isEqualTo(1);
    }

    @Test
    void anOrderOfAProductThatIsOnItsWayToTheWarehouseWaitsForIt() {
        world.stop("logistics");
        long tea = world.product("Thé", 500, 10);
        world.stop("headoffice");
        world.start("logistics");
        world.register("S1", 1)
                .post("/restock-orders", Map.of("productId", tea, "quantity", 3))
                .expect(201);
        eventually().until(() -> world.deadLetters("logistics") == 1);
        world.start("headoffice");
        eventually()
                .until(() -> world.warehouse()
                                .get("/restock-orders")
                                .expect(200)
                                .path("items")
                                .size()
                        == 1);
        assertThat(world.deadLetters("logistics")).isZero();
    }
}
