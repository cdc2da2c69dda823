package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.testing.TestHttp;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Only warehouse clerks and managers have access, and only while their accounts are active. */
class StaffTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void start() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static TestHttp loggedIn(String name) {
        return world.anyone().as(world.newToken(name));
    }

    private static void send(EmployeeChanged changed) {
        world.send(changed);
        world.settled();
    }

    @Test
    void aStoreClerkHasNoAccess() {
        TestHttp.Reply reply = world.logIn("alice", LogisticsWorld.PASSWORD);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("not-of-the-warehouse");
    }

    @Test
    void aWrongPasswordLooksLikeAWrongNameEvenForAClerk() {
        TestHttp.Reply wrongPassword = world.logIn("alice", "another password");
        TestHttp.Reply wrongName = world.logIn("nobody", "another password");
        assertThat(wrongPassword.status()).isEqualTo(401);
        assertThat(wrongPassword.problem()).isEqualTo(wrongName.problem()).isEqualTo("wrong-credentials");
    }

    @Test
    void aTokenIsRefusedAfterLogout() {
        TestHttp nadia = loggedIn("nadia");
        assertThat(nadia.post("/logout", "").status()).isEqualTo(204);
        assertThat(nadia.get("/stock").status()).isEqualTo(401);
        assertThat(world.nadia().get("/stock").status()).isEqualTo(200);
    }

    @Test
    void aDeactivatedEmployeesTokenIsRefusedAndSoIsTheLogin() {
        send(world.employee("gaston", Role.WAREHOUSE_CLERK, true));
        TestHttp gaston = loggedIn("gaston");
        assertThat(gaston.get("/stock").status()).isEqualTo(200);

        send(world.employee("gaston", Role.WAREHOUSE_CLERK, false));

        assertThat(gaston.get("/stock").status()).isEqualTo(401);
        assertThat(world.logIn("gaston", LogisticsWorld.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aChangeOfRoleRevokesEarlierTokensHoweverLateTheEventArrives() {
        send(world.employee("hector", Role.MANAGER, true));
        TestHttp hector = loggedIn("hector");
        assertThat(hector.get("/reconciliation").status()).isEqualTo(200);

        send(world.employee("hector", Role.WAREHOUSE_CLERK, true));

        assertThat(hector.get("/reconciliation").status()).isEqualTo(401);
        assertThat(loggedIn("hector").get("/reconciliation").status()).isEqualTo(403);
    }

    @Test
    void aNewDisplayNameDoesNotRevokeTokens() {
        EmployeeChanged iris = world.employee("iris", Role.MANAGER, true);
        send(iris);
        TestHttp before = loggedIn("iris");

        send(new EmployeeChanged(
                "iris",
                "Iris L.",
                Role.MANAGER.word(),
                iris.passwordHash(),
                true,
                Instant.EPOCH,
                world.nextVersion(),
                0));

        assertThat(before.get("/stock").status()).isEqualTo(200);
        assertThat(world.logIn("iris", LogisticsWorld.PASSWORD)
                        .expect(200)
                        .path("displayName")
                        .asString())
                .isEqualTo("Iris L.");
    }

    @Test
    void anOlderVersionThatArrivesLateChangesNothing() {
        EmployeeChanged old = world.employee("jeanne", Role.MANAGER, true);
        send(world.employee("jeanne", Role.WAREHOUSE_CLERK, true));
        send(old);
        assertThat(loggedIn("jeanne").get("/reconciliation").status()).isEqualTo(403);
    }

    @Test
    void nothingIsServedWithoutAToken() {
        assertThat(world.anyone().get("/stock").status()).isEqualTo(401);
        assertThat(world.anyone()
                        .as(world.store.tokenFor("logistics"))
                        .get("/stock")
                        .status())
                .isEqualTo(401);
    }
}
