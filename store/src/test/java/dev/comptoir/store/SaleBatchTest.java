package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Sales that arrive together are written together, with the outcome that each has alone: a neighbour changes neither the price
 * nor the number nor the stock of a sale, and a neighbour that is refused, or has to wait, holds up no other.
 */
class SaleBatchTest {
    private static final int UNITS = 60;
    private static final int REGISTERS = 16;
    private static final int SALES_PER_REGISTER = 12;

    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private final ExecutorService clerks = Executors.newVirtualThreadPerTaskExecutor();

    /** A transaction outside of the service holds the rows that this query locks, until it is closed. */
    private static Connection locking(String query) throws SQLException {
        Connection other = world.sql();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.executeQuery(query + " FOR UPDATE").close();
        }
        return other;
    }

    private static Connection lockedShelf(long product) throws SQLException {
        return locking("SELECT 1 FROM shelf WHERE store_code = 'S1' AND product_id = " + product);
    }

    private static void awaitWaitingStatements(int statements) {
        Awaitility.await()
                .until(() -> world.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock'")
                        >= statements);
    }

    private Future<Reply> sell(int register, Map<String, Object> sale) {
        TestHttp alice = world.alice(register);
        return clerks.submit(() -> alice.post("/sales", sale));
    }

    @Test
    void aRefusedNeighbourRefusesNobodyElse() throws Exception {
        long held = world.productOnShelf("Retenu", 100, 10);
        long bread = world.productOnShelf("Pain", 350, 10);
        long scarce = world.productOnShelf("Rare", 200, 3);
        world.execute("UPDATE register SET open = false WHERE store_code = 'S1' AND number = 27");
        List<Future<Reply>> sales = new ArrayList<>();
        try (Connection other = lockedShelf(held)) {
            Future<Reply> first = sell(20, saleOf(List.of(line(held, 1))));
            awaitWaitingStatements(1);
            sales.add(sell(21, saleOf(List.of(line(bread, 1)))));
            sales.add(sell(22, Map.of("lines", List.of(line(bread, 1)), "payments", List.of(cash(1)))));
            sales.add(sell(23, saleOf(List.of(line(999_999, 1)))));
            sales.add(sell(24, saleOf(List.of(line(scarce, 4)))));
            sales.add(sell(25, saleOf(List.of(Map.of("productId", bread, "quantity", 1, "unitPrice", 349)))));
            sales.add(sell(26, Map.of("payments", List.of(cash(100)))));
            sales.add(sell(27, saleOf(List.of(line(bread, 1)))));
            sales.add(sell(28, saleOf(List.of(line(bread, 2)))));
            other.rollback();
            assertThat(first.get().status()).isEqualTo(201);
        }
        assertThat(sales.get(0).get().status()).isEqualTo(201);
        assertThat(sales.get(1).get().problem()).isEqualTo("underpaid");
        assertThat(sales.get(2).get().problem()).isEqualTo("unknown-product");
        assertThat(sales.get(3).get().problem()).isEqualTo("shelf-too-short");
        assertThat(sales.get(4).get().problem()).isEqualTo("price-changed");
        assertThat(sales.get(5).get().problem()).isEqualTo("empty-cart");
        assertThat(sales.get(6).get().problem()).isEqualTo("register-closed");
        assertThat(sales.get(7).get().status()).isEqualTo(201);
        assertThat(world.onShelf(bread)).isEqualTo(7);
        assertThat(world.onShelf(scarce)).isEqualTo(3);
    }

    /** When the paid sale is made before the other one arrives, they were no neighbours: then it is tried again. */
    @Test
    void theUnitsOfARefusedNeighbourAreStillForSale() throws Exception {
        String problem = "shelf-too-short";
        for (int attempt = 0; attempt < 20 && problem.equals("shelf-too-short"); attempt++) {
            problem = problemOfUnderpayingBesideASaleOfTheLastUnit();
        }
        assertThat(problem).isEqualTo("underpaid");
    }

    private String problemOfUnderpayingBesideASaleOfTheLastUnit() throws Exception {
        long held = world.productOnShelf("Retenu", 100, 10);
        long last = world.productOnShelf("Dernier", 100, 1);
        try (Connection other = lockedShelf(held)) {
            Future<Reply> first = sell(20, saleOf(List.of(line(held, 1))));
            awaitWaitingStatements(1);
            Future<Reply> underpaid = sell(21, Map.of("lines", List.of(line(last, 1)), "payments", List.of(cash(1))));
            Future<Reply> paid = sell(22, saleOf(List.of(line(last, 1))));
            other.rollback();
            assertThat(first.get().status()).isEqualTo(201);
            assertThat(paid.get().status()).isEqualTo(201);
            return underpaid.get().problem();
        }
    }

    @Test
    void aShelfThatStaysLockedHoldsUpNoSaleOfAnotherProduct() throws Exception {
        long frozen = world.productOnShelf("Gelé", 100, 10);
        try (Connection other = lockedShelf(frozen)) {
            assertHoldsUpNoOther(other, sell(20, saleOf(List.of(line(frozen, 1)))));
        }
    }

    @Test
    void aLockedRegisterHoldsUpNoOther() throws Exception {
        long bread = world.productOnShelf("Pain", 350, 10);
        try (Connection other = locking("SELECT 1 FROM register WHERE store_code = 'S1' AND number = 23")) {
            assertHoldsUpNoOther(other, sell(23, saleOf(List.of(line(bread, 1)))));
        }
    }

    /** Others sell until the transaction that holds up a sale ends; then that sale is made. */
    private static void assertHoldsUpNoOther(Connection other, Future<Reply> waiting) throws Exception {
        long bread = world.productOnShelf("Pain", 350, 10);
        awaitWaitingStatements(1);
        world.alice(21).post("/sales", saleOf(List.of(line(bread, 1)))).expect(201);
        world.alice(22).post("/sales", saleOf(List.of(line(bread, 1)))).expect(201);
        assertThat(waiting.isDone()).isFalse();
        other.rollback();
        assertThat(waiting.get().status()).isEqualTo(201);
    }

    @Test
    void aKeyThatIsSentManyTimesAtOnceSellsOnce() throws Exception {
        long bread = world.productOnShelf("Pain", 350, 10);
        TestHttp alice = world.alice(25).key(UUID.randomUUID().toString());
        List<Callable<Reply>> sends = new ArrayList<>();
        for (int send = 0; send < 8; send++) {
            sends.add(() -> alice.post("/sales", saleOf(List.of(line(bread, 1)))));
        }
        assertThat(Concurrently.all(sends).stream()
                        .map(reply -> reply.expect(201))
                        .distinct())
                .hasSize(1);
        assertThat(world.onShelf(bread)).isEqualTo(9);
    }

    /** Sixty units of each of four products, low below 5: more are wanted than there are. */
    @Test
    void anyInterleavingAtTwoInstancesGivesWhatOneByOneGives() {
        List<Long> products = IntStream.range(0, 4)
                .mapToObj(number -> world.productOnShelf("Au hasard " + number, 100 + number, UNITS))
                .toList();
        try (StoreService second = world.anotherInstance()) {
            List<Callable<List<Attempt>>> clerksOfRegisters = new ArrayList<>();
            for (int register = 1; register <= REGISTERS; register++) {
                String token = world.newToken("alice", "S1", register);
                Random random = new Random(register);
                List<TestHttp> instances = List.of(
                        StoreWorld.at(world.service().port()).as(token),
                        StoreWorld.at(second.port()).as(token));
                clerksOfRegisters.add(() -> sellAtRandom(instances, products, random));
            }
            List<Attempt> attempts = Concurrently.all(clerksOfRegisters).stream()
                    .flatMap(List::stream)
                    .toList();
            Map<Long, Integer> left = leftAfter(attempts, products);
            assertThat(left.values()).allMatch(units -> units >= 0);
            left.forEach((product, units) -> assertThat(world.onShelf(product)).isEqualTo(units));
            assertThat(attempts).filteredOn(Attempt::isSold).isNotEmpty().allSatisfy(SaleBatchTest::assertPriced);
            assertThat(attempts)
                    .filteredOn(attempt -> !attempt.isSold())
                    .as("a sale is refused only if a shelf is too short, and units never come back")
                    .isNotEmpty()
                    .allSatisfy(attempt -> assertThat(attempt.wanted().entrySet())
                            .anyMatch(wanted -> wanted.getValue() > left.get(wanted.getKey())));
            products.forEach(product -> assertLevelsFollowEachOther(product, left.get(product)));
        }
    }

    private record Attempt(Map<Long, Integer> wanted, Reply reply) {
        boolean isSold() {
            return reply.status() == 201;
        }
    }

    private static List<Attempt> sellAtRandom(List<TestHttp> instances, List<Long> products, Random random) {
        List<Attempt> attempts = new ArrayList<>();
        for (int sale = 0; sale < SALES_PER_REGISTER; sale++) {
            Map<Long, Integer> wanted = new HashMap<>();
            products.forEach(product -> wanted.put(product, random.nextInt(4)));
            wanted.values().removeIf(units -> units == 0);
            if (!wanted.isEmpty()) {
                List<Map<String, Object>> lines = wanted.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .toList();
                attempts.add(new Attempt(
                        wanted, instances.get(random.nextInt(instances.size())).post("/sales", saleOf(lines))));
            }
        }
        return attempts;
    }

    private static Map<Long, Integer> leftAfter(List<Attempt> attempts, List<Long> products) {
        Map<Long, Integer> left = new HashMap<>();
        products.forEach(product -> left.put(product, UNITS));
        attempts.stream()
                .filter(Attempt::isSold)
                .forEach(sold -> sold.wanted().forEach((product, units) -> left.merge(product, -units, Integer::sum)));
        return left;
    }

    /** The products cost 1.00 to 1.03, in the order of their ids. */
    private static void assertPriced(Attempt attempt) {
        JsonNode sale = attempt.reply().json();
        long first = world.number("SELECT min(id) FROM product WHERE name LIKE 'Au hasard%'");
        long subtotal = attempt.wanted().entrySet().stream()
                .mapToLong(wanted -> (100 + wanted.getKey() - first) * wanted.getValue())
                .sum();
        assertThat(sale.path("subtotal").asLong()).isEqualTo(subtotal);
        assertThat(sale.path("lines").size()).isEqualTo(attempt.wanted().size());
    }

    /** Each change of level begins where the one before ended. */
    private static void assertLevelsFollowEachOther(long product, int left) {
        Awaitility.await().untilAsserted(() -> {
            String level = levelOf(UNITS);
            for (JsonNode crossing : crossings(product)) {
                assertThat(crossing.path("from").asString()).isEqualTo(level);
                level = crossing.path("to").asString();
                assertThat(level).isEqualTo(levelOf(crossing.path("quantity").asInt()));
            }
            assertThat(level).isEqualTo(levelOf(left));
        });
    }

    private static List<JsonNode> crossings(long product) {
        return world.headOffice.received("StockLevelCrossed").stream()
                .map(payload -> Json.read(payload, JsonNode.class))
                .filter(event -> event.path("productId").asLong() == product)
                .filter(event -> !event.path("from").asString().equals("out"))
                .toList();
    }

    private static String levelOf(int quantity) {
        return quantity == 0 ? "out" : quantity < 5 ? "low" : "normal";
    }
}
