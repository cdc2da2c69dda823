package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.propagation.Introductions;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.cache.Digests;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Replicated.Cause;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An introduction sends a service everything that is replicated, in a higher epoch than any it has seen. */
class IntroductionTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private HeadOfficeWorld world;
    private Database database;
    private Introductions introductions;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
        database = world.openDatabase();
        introductions = new Introductions(database, new Replication(new Outbox(database)), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
        world.close();
    }

    private void introduce(String destination, Cause cause, Map<String, String> held) {
        database.write(transaction -> {
            introductions.introduce(transaction, destination, cause, held);
            return null;
        });
    }

    private Map<String, String> digests(String destination) {
        return database.write(transaction -> introductions.digests(transaction, destination));
    }

    /** The events that the test deployment received, up to the end of the introduction in this epoch. */
    private List<Event> receivedUpTo(long epoch) {
        String end = Events.write(new IntroductionEnded(epoch));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> world.store.received("IntroductionEnded").stream()
                        .anyMatch(payload -> Events.read("IntroductionEnded", payload)
                                .equals(Events.read("IntroductionEnded", end))));
        List<Event> received = new ArrayList<>();
        for (Delivery.Sent sent : world.store.received()) {
            Event event = Events.read(sent.type(), sent.payload());
            received.add(event);
            if (event.equals(new IntroductionEnded(epoch))) {
                return received;
            }
        }
        throw new AssertionError("no end of the introduction");
    }

    private static long epochOf(Event event) {
        return event instanceof Event.Change change ? change.epoch() : -1;
    }

    @Test
    void everythingIsSentInANewEpochAndThenItsEnd() {
        world.addProduct("ONE", "Un", 100);
        world.addProduct("TWO", "Deux", 200);
        world.hire("alice", "clerk");
        introduce("store", Cause.DIFFERENT, Map.of("epoch", "4"));
        List<Event> sent =
                receivedUpTo(5).stream().filter(event -> epochOf(event) == 5).toList();
        assertThat(sent.stream().filter(StoreChanged.class::isInstance)).hasSize(2);
        assertThat(sent.stream().filter(EmployeeChanged.class::isInstance)).hasSize(2);
        assertThat(sent.stream().filter(ProductChanged.class::isInstance)).hasSize(2);
    }

    @Test
    void productsAreSentWithTheirTaxClassAndDeposit() {
        world.execute("INSERT INTO tax_class (code, name_fr, name_en) VALUES ('zero-rated', 'Détaxé', 'Zero-rated')");
        world.execute("""
                INSERT INTO product (version, sku, name, description, category, price, tax_class, deposit, low, high,
                                     store_thresholds, search)
                VALUES (nextval('catalogue_version'), 'EAU', 'Eau', '', 'Boissons', 150, 'zero-rated',
                        '{"containers": 12, "each": 10}', 5, 100, '{}', 'eau')
                """);
        introduce("store", Cause.DIFFERENT, Map.of());
        ProductChanged water = receivedUpTo(1).stream()
                .filter(ProductChanged.class::isInstance)
                .map(ProductChanged.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(water.taxClass()).isEqualTo("zero-rated");
        assertThat(water.deposit()).isEqualTo(new Deposit(12, Money.ofCents(10)));
    }

    @Test
    void laterChangesBelongToTheEpochAndGoToEveryService() {
        introduce("store", Cause.DIFFERENT, Map.of());
        JsonNode product = world.addProduct("ONE", "Un", 100);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            for (var peer : List.of(world.store, world.warehouse)) {
                assertThat(peer.received("ProductChanged"))
                        .singleElement()
                        .satisfies(
                                payload -> assertThat(((ProductChanged) Events.read("ProductChanged", payload)).epoch())
                                        .isEqualTo(1));
            }
        });
        assertThat(product.path("id").asLong()).isEqualTo(1);
    }

    @Test
    void twoIntroductionsOfARestoredHeadOfficeNeverShareAnEpoch() {
        introduce("store", Cause.DIFFERENT, Map.of("epoch", "0"));
        introduce("logistics", Cause.DIFFERENT, Map.of("epoch", "0"));
        introduce("store", Cause.DIFFERENT, Map.of("epoch", "1"));
        receivedUpTo(3);
        assertThat(world.store.received("IntroductionEnded")).hasSize(3);
    }

    private String digestOfStoresInEarlierVersions() {
        return database.read(sql -> sql.createQuery(Digests.ofRows(
                        "SELECT jsonb_build_array(code, version, name, time_zone, taxes, deployment) FROM store"))
                .mapTo(String.class)
                .one());
    }

    private void changeStore(Map<String, Object> changes) {
        long version = world.bob().get("/stores/S1").expect(200).path("version").asLong();
        world.bob()
                .with("If-Match", "\"" + version + "\"")
                .patch("/stores/S1", changes)
                .expect(200);
    }

    /** A store service of an earlier version has neither profiles nor registers out of service. */
    @Test
    void theDigestOfStoresIsThatOfEarlierVersionsAsLongAsTheyHoldTheSame() {
        assertThat(digests("store")).containsEntry("stores", digestOfStoresInEarlierVersions());
        changeStore(Map.of("registers", List.of(Map.of("number", 2, "name", "Caisse 2"))));
        assertThat(digests("store")).containsEntry("stores", digestOfStoresInEarlierVersions());
        changeStore(Map.of("registers", List.of(Map.of("number", 2, "closed", true))));
        assertThat(digests("store")).doesNotContainEntry("stores", digestOfStoresInEarlierVersions());
        changeStore(Map.of("registers", List.of(Map.of("number", 2, "closed", false))));
        assertThat(digests("store")).containsEntry("stores", digestOfStoresInEarlierVersions());
        changeStore(Map.of(
                "profile",
                Map.of(
                        "from",
                        "2199-01-01",
                        "legalName",
                        "Plateau inc.",
                        "tradeName",
                        "Plateau",
                        "address",
                        List.of(),
                        "languages",
                        List.of("fr"),
                        "taxes",
                        List.of(),
                        "cashIncrement",
                        5)));
        assertThat(digests("store")).doesNotContainEntry("stores", digestOfStoresInEarlierVersions());
    }

    @Test
    void manyProductsAreSentOnceEachAndWithTheirOwnValues() {
        world.execute("""
                INSERT INTO product (version, sku, name, description, category, price, low, high, store_thresholds, search)
                SELECT nextval('catalogue_version'), 'SKU-' || n, 'P' || n, '', 'Épicerie', n, 5, 100, '{}', 'p' || n
                FROM generate_series(1, 2500) AS n
                """);
        introduce("store", Cause.DIFFERENT, Map.of());
        List<ProductChanged> products = receivedUpTo(1).stream()
                .filter(ProductChanged.class::isInstance)
                .map(ProductChanged.class::cast)
                .toList();
        assertThat(products).hasSize(2500);
        assertThat(products.stream().map(ProductChanged::productId).distinct()).hasSize(2500);
        assertThat(products)
                .allMatch(
                        product -> product.sku().equals("SKU-" + product.price().cents()));
    }

    @Test
    void aChangeDuringAnIntroductionIsInTheSnapshotOrSentAfterIt() throws Exception {
        JsonNode product = world.addProduct("ONE", "Un", 100);
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> changes = threads.submit(() -> changePricesUntil(ended, product));
            for (int epoch = 1; epoch <= 20; epoch++) {
                introduce("store", Cause.DIFFERENT, Map.of());
            }
            ended.set(true);
            long last = changes.get();
            receivedUpTo(20);
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(newest().get(product.path("id").asLong())
                                            .price()
                                            .cents())
                                    .isEqualTo(last));
        }
    }

    @Test
    void aChangeWaitsForAnIntroductionAndThenGoesToTheNewService() throws Exception {
        JsonNode product = world.addProduct("ONE", "Un", 100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> change = database.write(transaction -> {
                Replication.holdChanges(transaction);
                Future<Long> waiting = threads.submit(() -> changePrice(product, 150));
                Awaitility.await().atMost(LIMIT).until(this::aStatementWaitsForTheTableOfServices);
                Replication.add(transaction, "new");
                return waiting;
            });
            assertThat(change.get()).isGreaterThan(product.path("version").asLong());
        }
        List<String> prices =
                database.read(sql -> sql.createQuery("""
                        SELECT payload ->> 'price' FROM outbox_log WHERE destination = 'new' AND type = 'ProductChanged'
                        """).mapTo(String.class).list());
        assertThat(prices).containsExactly("150");
    }

    private boolean aStatementWaitsForTheTableOfServices() {
        return database.read(sql -> sql.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                                       WHERE d.datname = current_database() AND l.relation = 'introduced_peer'::regclass
                                         AND NOT l.granted)
                        """).mapTo(Boolean.class).one());
    }

    private long changePrice(JsonNode product, long price) {
        return world.bob()
                .with("If-Match", "\"" + product.path("version").asLong() + "\"")
                .patch("/products/" + product.path("id").asLong(), Map.of("price", price))
                .expect(200)
                .path("version")
                .asLong();
    }

    private long changePricesUntil(AtomicBoolean ended, JsonNode product) {
        long price = 100;
        long version = product.path("version").asLong();
        while (!ended.get()) {
            price++;
            version = world.bob()
                    .with("If-Match", "\"" + version + "\"")
                    .patch("/products/" + product.path("id").asLong(), Map.of("price", price))
                    .expect(200)
                    .path("version")
                    .asLong();
        }
        return price;
    }

    /** What a service holds that applies each event, if it is newer. */
    private Map<Long, ProductChanged> newest() {
        Map<Long, ProductChanged> products = new HashMap<>();
        world.store.received("ProductChanged").forEach(payload -> {
            ProductChanged event = (ProductChanged) Events.read("ProductChanged", payload);
            products.merge(
                    event.productId(),
                    event,
                    (known, change) -> Event.Change.BY_AGE.compare(change, known) > 0 ? change : known);
        });
        return products;
    }

    @Test
    void aRestoredHeadOfficeSkipsTheIdsAndVersionsThatItMayHaveGiven() {
        world.addProduct("ONE", "Un", 100);
        introduce("store", Cause.RESTORED, Map.of());
        JsonNode next = world.addProduct("TWO", "Deux", 100);
        assertThat(next.path("id").asLong()).isEqualTo(1_000_002);
        assertThat(next.path("version").asLong()).isEqualTo(1_000_002);
    }

    @Test
    void aStartWithProductsContinuesTheIdsFromTheClock() {
        world.addProduct("ONE", "Un", 100);
        long sinceTheStartOf2026 = System.currentTimeMillis() - 1_767_225_600_000L;
        try (HeadOfficeService restarted = world.start(Map.of("store", world.store.address()))) {
            long id = HeadOfficeWorld.anyoneAt(restarted)
                    .as(HeadOfficeWorld.newToken(HeadOfficeWorld.anyoneAt(restarted), "bob"))
                    .post("/products", HeadOfficeWorld.product("TWO", "Deux", 100))
                    .expect(201)
                    .path("id")
                    .asLong();
            assertThat(id).isGreaterThan(sinceTheStartOf2026);
        }
    }

    @Test
    void aDigestDependsOnTheContentOnly() {
        world.addProduct("ONE", "Un", 100);
        world.addProduct("TWO", "Deux", 200);
        Map<String, String> before = digests("store");
        world.execute("UPDATE product SET search = search WHERE id = 1");
        assertThat(digests("store")).isEqualTo(before);
        world.execute("UPDATE product SET price = 101 WHERE id = 1");
        assertThat(digests("store").get("products")).isNotEqualTo(before.get("products"));
        assertThat(digests("store").get("staff")).isEqualTo(before.get("staff"));
        world.execute("UPDATE product SET price = 100 WHERE id = 1");
        assertThat(digests("store")).isEqualTo(before);
    }

    @Test
    void aTaxClassOrADepositThatDiffersChangesTheDigestForStores() {
        world.addProduct("ONE", "Un", 100);
        world.execute("INSERT INTO tax_class (code, name_fr, name_en) VALUES ('zero-rated', 'Détaxé', 'Zero-rated')");
        String before = digests("store").get("products");
        world.execute("UPDATE product SET tax_class = 'zero-rated'");
        assertThat(digests("store").get("products")).isNotEqualTo(before);
        world.execute("UPDATE product SET tax_class = 'standard'");
        assertThat(digests("store").get("products")).isEqualTo(before);
        world.execute("UPDATE product SET deposit = '{\"each\": 10, \"containers\": 1}'");
        String oneContainer = digests("store").get("products");
        assertThat(oneContainer).isNotEqualTo(before);
        world.execute("UPDATE product SET deposit = '{\"each\": 10, \"containers\": 2}'");
        assertThat(digests("store").get("products")).isNotEqualTo(oneContainer);
    }

    @Test
    void theDigestsForTheWarehouseCoverWhatItHolds() {
        world.addProduct("ONE", "Un", 100);
        Map<String, String> before = digests("logistics");
        world.execute("UPDATE product SET price = 101");
        assertThat(digests("logistics")).isEqualTo(before);
        world.execute("UPDATE product SET name = 'Une'");
        assertThat(digests("logistics").get("products")).isNotEqualTo(before.get("products"));
    }

    @Test
    void aDigestOfARolledBackChangeIsForgotten() {
        world.addProduct("ONE", "Un", 100);
        Map<String, String> before = digests("store");
        Map<String, String> during = database.write(transaction -> {
            transaction.update("UPDATE product SET price = 1").execute();
            return transaction.refuse(introductions.digests(transaction, "store"));
        });
        world.execute("UPDATE product SET price = 100");
        assertThat(during).isNotEqualTo(before);
        assertThat(digests("store")).isEqualTo(before);
    }
}
