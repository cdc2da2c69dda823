package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Floods of logins, slow clients and reports do not reach the registers. */
class OverloadTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    /** Generous for a busy machine. Without bulkheads, each of these floods took 15 s and more. */
    private static final Duration QUICK = Duration.ofSeconds(3);

    private static long product;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean flooded = new AtomicBoolean(true);

    @BeforeAll
    static void fillTheShelf() {
        product = world.productOnShelf("Pommes", 300, 10_000);
        world.alice(1).get("/register").expect(200);
    }

    @AfterEach
    void endTheFlood() {
        flooded.set(false);
        clients.close();
    }

    private static Reply guess(String name) {
        return world.anyone()
                .post("/login", Map.of("username", name, "password", "a wrong guess", "store", "S1", "register", 1));
    }

    private static void sell(int register) {
        Instant start = Instant.now();
        world.alice(register)
                .post("/sales", StoreWorld.saleOf(List.of(StoreWorld.line(product, 1))))
                .expect(201);
        assertThat(Duration.between(start, Instant.now())).isLessThan(QUICK);
    }

    private static void isQuick(TestHttp client, String path) {
        Instant start = Instant.now();
        client.get(path).expect(200);
        assertThat(Duration.between(start, Instant.now())).as(path).isLessThan(QUICK);
    }

    @Test
    void twoHundredLoginsAtOnceAreMostlyRejectedAtOnceAndDelayNoOther() {
        List<CompletableFuture<Reply>> logins = IntStream.range(0, 200)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> guess("nobody-" + number), clients))
                .toList();
        TestHttp probe = TestHttp.of("http://127.0.0.1:" + world.service().port());
        for (int time = 0; time < 10; time++) {
            isQuick(world.alice(1), "/register");
            isQuick(probe, "/health/ready");
        }
        List<Reply> replies = logins.stream().map(CompletableFuture::join).toList();
        assertThat(replies).allMatch(reply -> reply.status() == 401 || reply.status() == 429);
        assertThat(replies).filteredOn(reply -> reply.status() == 401).isNotEmpty();
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .isNotEmpty()
                .allMatch(reply -> reply.problem().equals("too-many-requests")
                        && reply.header("Retry-After").equals("1"));
    }

    @Test
    void sixtyClientsThatGuessPasswordsHinderNeitherSalesNorApprovals() {
        world.alice(2);
        List<Reply> rejected = new CopyOnWriteArrayList<>();
        for (int number = 0; number < 60; number++) {
            String name = "nobody-" + number + "-";
            clients.execute(() -> {
                for (int guess = 0; flooded.get(); guess++) {
                    Reply reply = guess(name + guess);
                    if (reply.status() == 429) {
                        rejected.add(reply);
                    }
                }
            });
        }
        Awaitility.await().until(() -> !rejected.isEmpty());
        for (int sale = 0; sale < 20; sale++) {
            sell(2);
        }
        Reply approved = world.alice(2)
                .post(
                        "/register/cash-movements",
                        Map.of(
                                "direction",
                                "out",
                                "amount",
                                100,
                                "reason",
                                "change",
                                "approval",
                                Map.of("username", "bob", "password", StoreWorld.PASSWORD)));
        assertThat(approved.status()).as(approved.toString()).isEqualTo(201);
    }

    /** More than the requests that may be in flight. */
    @Test
    void clientsThatSendHalfOfALoginHinderNoSale() throws IOException {
        List<Socket> slow = new ArrayList<>();
        world.alice(3);
        try {
            for (int count = 0; count < 530; count++) {
                slow.add(halfSentLogin());
            }
            sell(3);
            isQuick(world.alice(3), "/cart");
            assertThat(world.newToken("alice", "S1", 4)).isNotEmpty();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket halfSentLogin() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), world.service().port());
        socket.getOutputStream().write("""
                POST /store/api/v1/login HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Content-Length: 60\r
                \r
                {""".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void reportsThatWaitForTheDatabaseLeaveConnectionsToTheRegistersAndAreRejected() throws SQLException {
        world.alice(5);
        TestHttp bob = world.bob();
        List<Callable<Reply>> reports = IntStream.rangeClosed(1, 40)
                .<Callable<Reply>>mapToObj(limit -> () -> bob.get("/approvals?limit=" + limit))
                .toList();
        try (Connection lock = world.sql()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE approval IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<List<Reply>> replies =
                    CompletableFuture.supplyAsync(() -> Concurrently.all(reports), clients);
            for (int sale = 0; sale < 10; sale++) {
                sell(5);
                isQuick(world.alice(5), "/cart");
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> bob.get("/approvals?limit=50").status() == 429);
            lock.rollback();
            assertThat(replies.join())
                    .allMatch(reply -> reply.status() == 200 || reply.status() == 429)
                    .anyMatch(reply -> reply.status() == 200)
                    .anyMatch(reply -> reply.problem().equals("too-many-requests"));
        }
        isQuick(bob, "/approvals");
    }
}
