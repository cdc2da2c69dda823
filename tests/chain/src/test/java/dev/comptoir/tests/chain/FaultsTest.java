package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Services that stop, are killed or are restored: stores go on selling, and in the end every book is exact. */
class FaultsTest {
    private ChainWorld world;

    @BeforeEach
    void open() {
        world = new ChainWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private long salesAtHeadOffice() {
        return world.count("headoffice", "SELECT count(*) FROM sale");
    }

    @Test
    void storesSellWhileTheHeadOfficeAndTheWarehouseAreDownAndBothCatchUp() {
        long milk = world.product("Lait", 289, 100);
        world.awaitEmptyBacklogs();
        world.stop("headoffice");
        world.stop("logistics");
        for (int sale = 0; sale < 20; sale++) {
            world.sell("S1", 1 + sale % 3, milk, 1);
        }
        world.register("S1", 1)
                .post("/restock-orders", Map.of("productId", milk))
                .expect(201);
        assertThat(world.anyone("store")
                        .post(
                                "/login",
                                Map.of(
                                        "username",
                                        "alice",
                                        "password",
                                        ChainWorld.PASSWORD,
                                        "store",
                                        "S2",
                                        "register",
                                        2))
                        .status())
                .isEqualTo(200);
        world.start("headoffice");
        world.start("logistics");
        world.awaitEmptyBacklogs();
        assertThat(salesAtHeadOffice()).isEqualTo(20);
        assertThat(world.warehouse()
                        .get("/restock-orders")
                        .expect(200)
                        .path("items")
                        .size())
                .isEqualTo(1);
        world.assertReconciled();
    }

    @Test
    void aStoreThatWasDownReceivesThePricesThatChangedMeanwhile() {
        long tea = world.product("Thé", 400, 10);
        world.stop("store");
        Reply read = world.headOffice().get("/products/" + tea);
        world.headOffice()
                .with("If-Match", read.header("ETag"))
                .patch("/products/" + tea, Map.of("price", 450))
                .expect(200);
        JsonNode propagation = world.headOffice().get("/propagation").expect(200);
        JsonNode store = peer(propagation, "store");
        assertThat(store.path("toPeer").path("backlog").asLong()).isEqualTo(1);
        assertThat(store.path("catalogueVersion").asLong())
                .isLessThan(propagation.path("catalogueVersion").asLong());
        world.start("store");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> world.register("S1", 1)
                                .get("/products/" + tea)
                                .expect(200)
                                .path("price")
                                .asLong()
                        == 450);
        world.awaitEmptyBacklogs();
    }

    private static JsonNode peer(JsonNode propagation, String name) {
        for (JsonNode peer : propagation.path("peers")) {
            if (peer.path("name").asString().equals(name)) {
                return peer;
            }
        }
        throw new AssertionError("no peer " + name);
    }

    @Test
    void aRestoredHeadOfficeReceivesAgainTheEventsThatItLost() {
        long jam = world.product("Confiture", 500, 100);
        world.sell("S1", 1, jam, 1);
        world.awaitEmptyBacklogs();
        world.stop("headoffice");
        DatabaseSettings backup = world.backUp("headoffice");
        world.start("headoffice");
        for (int sale = 0; sale < 5; sale++) {
            world.sell("S1", 2, jam, 1);
        }
        world.awaitEmptyBacklogs();
        assertThat(salesAtHeadOffice()).isEqualTo(6);
        world.stop("headoffice");
        world.restore("headoffice", backup);
        world.start("headoffice");
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> salesAtHeadOffice() == 6);
        world.awaitEmptyBacklogs();
        world.assertReconciled();
    }

    @Test
    void aSaleOfARestoredStoreWithAUsedNumberIsKeptAndTheLostOneIsNamed() {
        long oil = world.product("Huile", 500, 100);
        world.sell("S1", 1, oil, 1);
        world.awaitEmptyBacklogs();
        world.stop("store");
        DatabaseSettings backup = world.backUp("store");
        world.start("store");
        JsonNode lost = world.sell("S1", 1, oil, 2);
        world.awaitEmptyBacklogs();
        world.stop("store");
        world.stop("headoffice");
        world.restore("store", backup);
        world.start("store");
        JsonNode again = world.sell("S1", 1, oil, 3);
        world.start("headoffice");
        String number = again.path("number").asString();
        assertThat(number).isEqualTo(lost.path("number").asString());
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> salesAtHeadOffice() == 3);
        assertThat(totalAtHeadOffice(number)).isEqualTo(lost.path("total"));
        assertThat(totalAtHeadOffice(number + ".2")).isEqualTo(again.path("total"));
        assertThat(world.headOffice().reconcile().toString())
                .contains("sales " + number + " to " + number + " only at the head office (1)");
        assertThat(world.deadLetters("store")).isZero();
    }

    @Test
    void theHeadOfficeHasTheStockOfTheShelfAfterARestoredStoreIsCounted() {
        long honey = world.product("Miel", 500, 100);
        world.sell("S1", 1, honey, 1);
        world.awaitEmptyBacklogs();
        world.stop("store");
        DatabaseSettings backup = world.backUp("store");
        world.start("store");
        world.sell("S1", 1, honey, 5);
        count(honey, 90);
        world.sell("S1", 2, honey, 3);
        world.awaitEmptyBacklogs();
        assertThat(stockAtHeadOffice(honey)).isEqualTo(90 - 3);
        world.stop("store");
        world.stop("headoffice");
        world.restore("store", backup);
        world.start("store");
        world.sell("S1", 1, honey, 2);
        count(honey, 85);
        world.start("headoffice");
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> stockAtHeadOffice(honey) == 85);
        world.awaitEmptyBacklogs();
        count(honey, 80);
        world.sell("S1", 2, honey, 1);
        world.awaitEmptyBacklogs();
        assertThat(world.onShelf("S1", honey)).isEqualTo(79);
        assertThat(stockAtHeadOffice(honey)).isEqualTo(79);
        assertThat(world.headOffice().reconcile().path("checks").findValuesAsString("found"))
                .allMatch(found -> found.contains("only at the head office"))
                .anyMatch(found -> found.startsWith("stock counts of ") && found.contains("(90)"));
    }

    private void count(long product, int counted) {
        world.manager("S1")
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", counted))))
                .expect(201);
    }

    private long stockAtHeadOffice(long product) {
        return world.count(
                "headoffice", "SELECT quantity FROM stock WHERE store_code = 'S1' AND product_id = " + product);
    }

    private JsonNode totalAtHeadOffice(String number) {
        return world.headOffice().get("/sales/" + number).expect(200).path("total");
    }

    @Test
    void salesContinueAfterEveryDatabaseConnectionIsCut() throws SQLException {
        long rice = world.product("Riz", 500, 100);
        world.sell("S1", 1, rice, 1);
        String key = UUID.randomUUID().toString();
        try (Connection connection = world.sql("store")) {
            connection
                    .createStatement()
                    .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
        TestHttp register = world.register("S1", 1).key(key);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            Reply reply = register.post("/sales", ChainWorld.saleOf(rice, 1));
            assertThat(reply.status()).isIn(201, 503);
            return reply.status() == 201;
        });
        assertThat(world.onShelf("S1", rice)).isEqualTo(98);
        world.awaitEmptyBacklogs();
        world.assertReconciled();
    }

    @Test
    void aStoreThatIsKilledRepeatedlyLosesAndDuplicatesNoAcknowledgedSale() throws Exception {
        long nuts = world.product("Noix", 500, 100_000);
        List<TestHttp> registers = List.of(world.register("S1", 1), world.register("S1", 2), world.register("S1", 3));
        world.awaitEmptyBacklogs();
        world.stop("store");
        Process[] store = {startStoreProcess()};
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean closing = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sellers = new ArrayList<>();
            for (TestHttp register : registers) {
                sellers.add(threads.submit(() -> sellUntil(closing, register, nuts, acknowledged)));
            }
            for (int kill = 0; kill < 2; kill++) {
                awaitMore(acknowledged);
                store[0].destroyForcibly().waitFor();
                store[0] = startStoreProcess();
            }
            awaitMore(acknowledged);
            closing.set(true);
            for (Future<?> seller : sellers) {
                seller.get();
            }
            assertThat(acknowledged).doesNotHaveDuplicates();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> world.backlog("store") == 0);
            assertThat(world.count("store", "SELECT count(*) FROM sale")).isEqualTo(acknowledged.size());
            assertThat(salesAtHeadOffice()).isEqualTo(acknowledged.size());
            assertThat(world.count(
                            "store", "SELECT quantity FROM shelf WHERE store_code = 'S1' AND product_id = " + nuts))
                    .isEqualTo(100_000 - acknowledged.size());
            assertThat(world.headOffice().reconcile().path("ok").asBoolean()).isTrue();
        } finally {
            store[0].destroyForcibly().waitFor();
        }
    }

    private static void awaitMore(List<String> acknowledged) {
        int before = acknowledged.size();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= before + 30);
    }

    /** Sends each sale with its idempotency key until it is acknowledged, as a register does. */
    private static void sellUntil(AtomicBoolean closing, TestHttp register, long product, List<String> acknowledged) {
        while (!closing.get()) {
            TestHttp keyed = register.key(UUID.randomUUID().toString());
            acknowledged.add(Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(
                            () -> keyed.post("/sales", ChainWorld.saleOf(product, 1))
                                    .expect(201)
                                    .path("number")
                                    .asString(),
                            number -> !number.isEmpty()));
        }
    }

    private Process startStoreProcess() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "dev.comptoir.store.StoreMain")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(world.environment("store"));
        return builder.start();
    }
}
