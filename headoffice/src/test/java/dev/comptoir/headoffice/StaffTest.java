package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff is managed at the head office, and the chain always has an active manager. */
class StaffTest {
    private HeadOfficeWorld world;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Reply login(String name, String password) {
        return world.anyone().post("/login", Map.of("username", name, "password", password));
    }

    @Test
    void onlyManagersHaveAccessToTheHeadOffice() {
        world.hire("alice", "clerk");
        assertThat(login("alice", HeadOfficeWorld.PASSWORD).problem()).isEqualTo("managers-only");
        assertThat(login("alice", "a wrong password").problem()).isEqualTo("wrong-credentials");
    }

    @Test
    void theLastManagerCannotBeDeactivatedOrDemoted() {
        assertThat(world.bob().patch("/staff/bob", Map.of("role", "clerk")).problem())
                .isEqualTo("last-manager");
        assertThat(world.bob().patch("/staff/bob", Map.of("active", false)).problem())
                .isEqualTo("last-manager");
        world.hire("eva", "manager");
        world.bob().patch("/staff/eva", Map.of("role", "clerk")).expect(200);
        assertThat(world.bob().patch("/staff/bob", Map.of("active", false)).problem())
                .isEqualTo("last-manager");
    }

    @Test
    void ofTwoManagersWhoDeactivateEachOtherOneStays() throws Exception {
        world.hire("eva", "manager");
        TestHttp bob = world.bob();
        TestHttp eva = world.loggedIn("eva");
        Callable<Reply> bobDeactivatesEva = () -> bob.patch("/staff/eva", Map.of("active", false));
        Callable<Reply> evaDeactivatesBob = () -> eva.patch("/staff/bob", Map.of("active", false));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> future : threads.invokeAll(List.of(bobDeactivatesEva, evaDeactivatesBob))) {
                statuses.add(future.get().status());
            }
        }
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(world.count("SELECT count(*) FROM employee WHERE role = 'manager' AND active"))
                .isEqualTo(1);
    }

    @Test
    void aNewPasswordRevokesEarlierTokens() {
        world.hire("eva", "manager");
        TestHttp eva = world.loggedIn("eva");
        eva.get("/staff").expect(200);
        world.bob()
                .post("/staff/eva/password", Map.of("password", "another password"))
                .expect(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> eva.get("/staff").status() == 401);
        assertThat(login("eva", HeadOfficeWorld.PASSWORD).status()).isEqualTo(401);
        assertThat(login("eva", "another password").status()).isEqualTo(200);
    }

    @Test
    void noResponseContainsAPasswordOrItsHash() {
        world.hire("eva", "manager");
        assertThat(world.bob().get("/staff").body()).doesNotContain("argon2", "password", "hash");
    }

    @Test
    void aUsernameIdentifiesOneEmployee() {
        world.hire("eva", "manager");
        assertThat(world.bob()
                        .post(
                                "/staff",
                                Map.of(
                                        "username",
                                        "eva",
                                        "displayName",
                                        "Eva",
                                        "role",
                                        "clerk",
                                        "password",
                                        "12345678"))
                        .problem())
                .isEqualTo("username-taken");
    }

    @Test
    void theFirstManagerIsAddedOnlyWhenThereAreNoEmployees() {
        world.bob()
                .post("/staff/bob/password", Map.of("password", "another password"))
                .expect(200);
        try (HeadOfficeService second =
                world.start(Map.of("store", world.store.address(), "logistics", world.warehouse.address()))) {
            assertThat(second.port()).isPositive();
            assertThat(login("bob", "another password").status()).isEqualTo(200);
        }
    }
}
