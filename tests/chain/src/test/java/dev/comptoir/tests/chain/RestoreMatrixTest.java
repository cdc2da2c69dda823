package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever database is restored, the three services agree afterwards, nobody who was dismissed can log in, no sale is missing or
 * double, and people are told. The property {@code comptoir.restores=all} runs every cell of the matrix.
 */
class RestoreMatrixTest {
    private static final int CENTS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static ChainWorld world;
    private static int cells;
    private static int sold;
    private static final List<Integer> LEDGER = new ArrayList<>();

    @BeforeAll
    static void open() {
        world = new ChainWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /**
     * A cell of the matrix.
     *
     * @param service whose database is restored
     * @param waiting how many events of each kind it writes between its restore and its first contact; the lost window has 3
     * @param times how often it is restored in a row
     */
    record Cell(String service, int waiting, int times) {
        boolean isOfTheShortForm() {
            return times == 1 ? waiting == 20 : waiting == 1 && service.equals("headoffice");
        }

        @Override
        public String toString() {
            String backlog = waiting == 0 ? "idle" : "with " + waiting + " events waiting";
            return service + " restored " + (times == 1 ? "once, " : "twice, ") + backlog;
        }
    }

    static Stream<Cell> matrix() {
        boolean all = "all".equals(System.getProperty("comptoir.restores"));
        return ChainWorld.SERVICES.stream()
                .flatMap(service -> Stream.of(
                        new Cell(service, 0, 1),
                        new Cell(service, 20, 1),
                        new Cell(service, 1, 2),
                        new Cell(service, 1, 1),
                        new Cell(service, 0, 2),
                        new Cell(service, 20, 2)))
                .filter(cell -> all || cell.isOfTheShortForm());
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void theServicesAgreeAfterARestore(Cell cell) {
        Window window = new Window("c" + ++cells, world.product("Article " + cells, CENTS, 100_000));
        window.hirePeople();
        world.awaitEmptyBacklogs();
        world.stop(cell.service());
        DatabaseSettings backup = world.backUp(cell.service());
        world.start(cell.service());
        window.change();
        world.awaitEmptyBacklogs();
        Instant start = Instant.now();
        for (int time = 0; time < cell.times(); time++) {
            restore(cell, backup, window);
        }
        window.changeAgain();
        world.awaitEmptyBacklogs();
        eventually(window::assertNobodyDismissedLogsIn);
        eventually(RestoreMatrixTest::assertCopiesAreEqual);
        eventually(RestoreMatrixTest::assertEachSaleIsAtTheHeadOfficeOnce);
        eventually(RestoreMatrixTest::assertStocksAreThoseOfTheShelves);
        eventually(RestoreMatrixTest::assertNoOrderIsShippedTwice);
        eventually(() -> assertPeopleAreTold(cell, start));
        eventually(() -> assertThat(ChainWorld.SERVICES)
                .allSatisfy(service -> assertThat(world.deadLetters(service)).isZero()));
    }

    private static void restore(Cell cell, DatabaseSettings backup, Window window) {
        ChainWorld.SERVICES.forEach(world::stop);
        world.restore(cell.service(), TestPostgres.copyOf(backup));
        world.start(cell.service());
        withoutRelays(cell.service(), () -> window.writeAlone(cell));
        ChainWorld.SERVICES.reversed().stream()
                .filter(service -> !service.equals(cell.service()))
                .forEach(world::start);
        world.awaitEmptyBacklogs();
    }

    /** What is written gets its positions later, all at once: then only the ids of events show that the log is another one. */
    private static void withoutRelays(String service, Runnable work) {
        try (Connection connection = world.sql(service);
                PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_lock(hashtextextended('outbox ' || ?, 0))")) {
            for (String destination : ChainWorld.SERVICES) {
                lock.setString(1, destination);
                lock.execute();
            }
            work.run();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).untilAsserted(assertion);
    }

    /** What happens in the window that a restore loses, and after it. */
    private record Window(String name, long product) {

        void hirePeople() {
            world.hire(name + "dan", "clerk");
            world.hire(name + "eve", "clerk");
        }

        void change() {
            dismiss();
            setPassword(name + "eve", "the second long password");
            world.hire(name + "zoe", "clerk");
            setPrice(2 * CENTS);
            setPrice(CENTS);
            world.product("Nouveau " + name, CENTS, 0);
            for (int sale = 0; sale < 3; sale++) {
                sell();
            }
            count(50_000);
            String order = world.register("S1", 1)
                    .post("/restock-orders", Map.of("productId", product, "quantity", 4))
                    .expect(201)
                    .path("id")
                    .asString();
            world.awaitEmptyBacklogs();
            receiveGoods(10);
            world.warehouse()
                    .post("/restock-orders/" + order + "/accept", Map.of())
                    .expect(200);
        }

        /** What a restored service writes before it reaches the others. */
        void writeAlone(Cell cell) {
            for (int count = 0; count < cell.waiting(); count++) {
                switch (cell.service()) {
                    case "store" -> sell();
                    case "headoffice" -> setPrice((3L + count) * CENTS);
                    default -> receiveGoods(1);
                }
            }
        }

        /** Goods that a restored warehouse has lost the receipt of are received again by a person. */
        void changeAgain() {
            receiveGoods(10);
            dismiss();
            setPassword(name + "eve", "the third long password");
            setPrice(CENTS);
            world.product("Encore " + name, CENTS, 0);
            await().atMost(LIMIT)
                    .until(() -> world.register("S1", 1)
                                    .get("/products/" + product)
                                    .expect(200)
                                    .path("price")
                                    .asLong()
                            == CENTS);
            sell();
            count(40_000);
            sell();
        }

        private void count(int counted) {
            world.manager("S1")
                    .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", counted))))
                    .expect(201);
        }

        private void receiveGoods(int quantity) {
            world.warehouse()
                    .post("/stock/" + product + "/receipts", Map.of("quantity", quantity, "note", "camion"))
                    .expect(200);
        }

        private void dismiss() {
            world.headOffice()
                    .patch("/staff/" + name + "dan", Map.of("active", false))
                    .expect(200);
        }

        private static void setPassword(String username, String password) {
            Reply reply = world.headOffice().post("/staff/" + username + "/password", Map.of("password", password));
            assertThat(reply.status()).isBetween(200, 204);
        }

        private void setPrice(long cents) {
            Reply read = world.headOffice().get("/products/" + product);
            world.headOffice()
                    .with("If-Match", read.header("ETag"))
                    .patch("/products/" + product, Map.of("price", cents))
                    .expect(200);
        }

        /** Each sale has a quantity of its own, by which it is found again. */
        private void sell() {
            sold++;
            world.sell("S1", 1, product, sold);
            LEDGER.add(sold);
        }

        void assertNobodyDismissedLogsIn() {
            assertThat(logIn("store", name + "dan", ChainWorld.PASSWORD)).isEqualTo(401);
            assertThat(logIn("store", name + "eve", ChainWorld.PASSWORD)).isEqualTo(401);
            assertThat(logIn("store", name + "eve", "the second long password")).isEqualTo(401);
            assertThat(logIn("store", name + "eve", "the third long password")).isEqualTo(200);
            boolean isKnown =
                    world.count("headoffice", "SELECT count(*) FROM employee WHERE username = '" + name + "zoe'") == 1;
            assertThat(logIn("store", name + "zoe", ChainWorld.PASSWORD)).isEqualTo(isKnown ? 200 : 401);
        }

        private static int logIn(String service, String username, String password) {
            TestHttp client = world.anyone(service);
            return client.post(
                            "/login", Map.of("username", username, "password", password, "store", "S1", "register", 2))
                    .status();
        }
    }

    private static void assertCopiesAreEqual() {
        Set<String> staff = texts("headoffice", "SELECT username || password_hash FROM employee WHERE active");
        assertThat(texts("store", "SELECT username || password_hash FROM employee WHERE active"))
                .isEqualTo(staff);
        assertThat(texts("logistics", "SELECT username || password_hash FROM employee WHERE active"))
                .isEqualTo(staff);
        Set<String> products = texts("headoffice", "SELECT concat_ws(' ', id, sku, name, price) FROM product");
        assertThat(texts("store", "SELECT concat_ws(' ', id, sku, name, price) FROM product WHERE NOT withdrawn"))
                .isEqualTo(products);
        assertThat(texts("logistics", "SELECT concat_ws(' ', id, sku, name) FROM product WHERE NOT withdrawn"))
                .isEqualTo(texts("headoffice", "SELECT concat_ws(' ', id, sku, name) FROM product"));
    }

    private static void assertEachSaleIsAtTheHeadOfficeOnce() {
        assertThat(texts("headoffice", """
                        SELECT quantity || ' ' || count(*) FROM (SELECT lines -> 0 ->> 'quantity' AS quantity FROM sale) AS s
                        GROUP BY quantity"""))
                .isEqualTo(new TreeSet<>(
                        LEDGER.stream().map(quantity -> quantity + " 1").toList()));
    }

    private static void assertStocksAreThoseOfTheShelves() {
        assertThat(texts(
                        "headoffice",
                        "SELECT concat_ws(' ', store_code, product_id, quantity) FROM stock WHERE quantity <> 0"))
                .isEqualTo(texts(
                        "store",
                        "SELECT concat_ws(' ', store_code, product_id, quantity) FROM shelf WHERE quantity <> 0"));
    }

    private static void assertNoOrderIsShippedTwice() {
        assertThat(texts("logistics", "SELECT id || ' ' || state FROM restock_order"))
                .isEqualTo(texts("headoffice", "SELECT id || ' ' || state FROM restock_order"))
                .allMatch(order -> order.endsWith("received"));
        assertThat(texts("logistics", "SELECT order_id || ' ' || quantity FROM movement WHERE kind = 'shipment'"))
                .isEqualTo(texts("store", "SELECT order_id || ' ' || quantity FROM delivery"));
    }

    /** The head office shows which of its logs, or which sender's, came back without events that others have. */
    private static void assertPeopleAreTold(Cell cell, Instant since) {
        JsonNode peers = world.headOffice().get("/propagation").expect(200).path("peers");
        if (cell.service().equals("headoffice")) {
            assertThat(peers)
                    .as(cell + ": " + peers)
                    .allMatch(peer -> isAfter(peer.path("toPeer").path("divergedAt"), since));
        } else {
            assertThat(peers)
                    .as(cell + ": " + peers)
                    .filteredOn(peer -> peer.path("name").asString().equals(cell.service()))
                    .singleElement()
                    .matches(peer -> isAfter(peer.path("fromPeer").path("divergedAt"), since));
        }
    }

    private static boolean isAfter(JsonNode time, Instant since) {
        return time.isString() && Instant.parse(time.asString()).isAfter(since);
    }

    private static Set<String> texts(String service, String query) {
        Set<String> texts = new TreeSet<>();
        try (Connection connection = world.sql(service);
                var rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
