package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins at a register, the end of sessions, and the throttling of failed logins. */
class SessionTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static Reply login(String name, String password, String store, int register) {
        return world.anyone()
                .post("/login", Map.of("username", name, "password", password, "store", store, "register", register));
    }

    @Test
    void aLoginOfMoreThanEightKibibytesIsRefused() {
        Map<String, Object> login =
                Map.of("username", "a".repeat(8 * 1024), "password", "wrong", "store", "S1", "register", 1);
        assertThat(world.anyone().post("/login", login).status()).isEqualTo(413);
    }

    @Test
    void aSessionNamesTheEmployeeAndTheRegister() {
        var session = login("Alice ", StoreWorld.PASSWORD, "S1", 2).expect(200);
        assertThat(session.path("role").asString()).isEqualTo("clerk");
        assertThat(session.path("storeName").asString()).isEqualTo("Plateau");
        assertThat(session.path("registerName").asString()).isEqualTo("Caisse 2");
    }

    @Test
    void aWrongNameAndAWrongPasswordGetTheSameResponse() {
        Reply wrongName = login("nobody", "a wrong password", "S1", 1);
        Reply wrongPassword = login("bob", "a wrong password", "S1", 1);
        assertThat(wrongName.status()).isEqualTo(401);
        assertThat(withoutRequestId(wrongName)).isEqualTo(withoutRequestId(wrongPassword));
    }

    private static String withoutRequestId(Reply reply) {
        return reply.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void repeatedFailuresAreThrottled() {
        Reply reply = login("claire", "a wrong password", "S1", 1);
        for (int guess = 0; guess < 10 && reply.status() == 401; guess++) {
            reply = login("claire", "a wrong password", "S1", 1);
        }
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.problem()).isEqualTo("too-many-attempts");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 31);
        login("alice", StoreWorld.PASSWORD, "S1", 1).expect(200);
    }

    @Test
    void aWarehouseClerkCannotLogInAtARegister() {
        assertThat(login("farid", StoreWorld.PASSWORD, "S1", 1).problem()).isEqualTo("not-of-the-stores");
    }

    @Test
    void aLoginAtAnUnknownRegisterIsRefused() {
        assertThat(login("alice", StoreWorld.PASSWORD, "S1", 51).problem()).isEqualTo("unknown-register");
        assertThat(login("alice", StoreWorld.PASSWORD, "S9", 1).problem()).isEqualTo("unknown-register");
    }

    @Test
    void anEndedSessionIsRefused() {
        TestHttp alice = world.anyone().as(world.newToken("alice", "S1", 9));
        alice.get("/cart").expect(200);
        assertThat(alice.post("/logout", "").status()).isEqualTo(204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> alice.get("/cart").status() == 401);
    }

    @Test
    void aDeactivatedEmployeeIsLoggedOutEverywhere() {
        world.sendFromHeadOffice(world.employee("gone", Role.CLERK, true, Instant.EPOCH));
        world.settled();
        TestHttp gone = world.anyone().as(world.newToken("gone", "S1", 10));
        gone.get("/cart").expect(200);
        world.sendFromHeadOffice(world.employee("gone", Role.CLERK, false, Instant.now()));
        world.settled();
        assertThat(login("gone", StoreWorld.PASSWORD, "S1", 10).status()).isEqualTo(401);
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> gone.get("/cart").status() == 401);
    }

    @ParameterizedTest
    @CsvSource({"early, -60", "now, 0", "ahead, 60"})
    void noneOfAHundredLoginsOutlivesADismissalThatArrivesMeanwhile(String name, long minutes) throws Exception {
        world.sendFromHeadOffice(world.employee(name, Role.CLERK, true, Instant.EPOCH));
        world.settled();
        List<String> tokens = new CopyOnWriteArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < 8; client++) {
                threads.execute(() -> logInUntilRefused(name, tokens));
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tokens.size() >= 92);
            Instant decidedAt = Instant.now().plus(Duration.ofMinutes(minutes));
            world.sendFromHeadOffice(world.employee(name, Role.CLERK, false, decidedAt));
        }
        assertThat(tokens)
                .hasSizeGreaterThanOrEqualTo(92)
                .allSatisfy(token -> assertThat(
                                world.anyone().as(token).get("/cart").status())
                        .isEqualTo(401));
    }

    private static void logInUntilRefused(String name, List<String> tokens) {
        Reply reply = login(name, StoreWorld.PASSWORD, "S1", 11);
        while (reply.status() == 200) {
            tokens.add(reply.expect(200).path("token").asString());
            reply = login(name, StoreWorld.PASSWORD, "S1", 11);
        }
    }

    @Test
    void afterAChangeThatTheHeadOfficeDatesInTheFutureTheNewPasswordWorksAtOnce() {
        world.sendFromHeadOffice(world.employee("future", Role.CLERK, true, Instant.EPOCH));
        world.settled();
        TestHttp before = world.anyone().as(world.newToken("future", "S1", 12));
        before.get("/cart").expect(200);
        Instant decidedAt = Instant.now().plus(Duration.ofHours(1));
        world.sendFromHeadOffice(world.employee("future", Role.MANAGER, true, decidedAt));
        world.settled();
        before.get("/cart").expect(401);
        world.anyone().as(world.newToken("future", "S1", 12)).get("/cart").expect(200);
    }

    @Test
    void anOlderStateOfAnEmployeeThatArrivesLateIsIgnored() {
        var before = world.employee("late", Role.CLERK, true, Instant.EPOCH);
        var after = world.employee("late", Role.CLERK, false, Instant.now());
        world.sendFromHeadOffice(after);
        world.sendFromHeadOffice(before);
        world.settled();
        assertThat(login("late", StoreWorld.PASSWORD, "S1", 10).status()).isEqualTo(401);
    }

    @Test
    void aClerkCannotUseEndpointsForManagers() {
        assertThat(world.alice(1).get("/reconciliation").problem()).isEqualTo("forbidden");
        assertThat(world.alice(1)
                        .post("/stock/counts", Map.of("lines", java.util.List.of(Map.of("productId", 1, "counted", 1))))
                        .problem())
                .isEqualTo("forbidden");
    }

    /** As after a restore of the database to before the register was added. */
    @Test
    void aSessionAtARegisterThatNoLongerExistsChangesNothing() {
        long salt = world.productOnShelf("Sel", 100, 3);
        world.execute("INSERT INTO register (store_code, number, name) VALUES ('S1', 99, 'Nouvelle')");
        TestHttp bob = world.loggedIn("bob", "S1", 99);
        world.execute("DELETE FROM register WHERE store_code = 'S1' AND number = 99");
        assertThat(bob.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", salt, "counted", 9))))
                        .problem())
                .isEqualTo("register-gone");
        assertThat(bob.post("/sales", StoreWorld.saleOf(List.of(StoreWorld.line(salt, 1))))
                        .problem())
                .isEqualTo("register-gone");
        assertThat(world.onShelf(salt)).isEqualTo(3);
    }
}
