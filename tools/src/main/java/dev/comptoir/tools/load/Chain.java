package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.UserError;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The chain under load: stores, registers and products of the load test's own, so that no real price changes, and its users.
 *
 * @param stores the codes of all stores of the chain
 * @param manager at the head office
 * @param registers clerks, each at a register of its own; a sale takes one and returns it
 * @param products ids of the load test's own products
 */
public record Chain(List<String> stores, ApiClient manager, BlockingQueue<ApiClient> registers, List<Long> products) {
    static final String SKU = "LOAD-";
    private static final String STORE = "LT";
    private static final int STORES = 3;
    private static final int MOST_REGISTERS = 100;
    private static final int PRODUCTS = 50;
    private static final int SHELF_UNITS = 100_000;
    private static final Duration PROPAGATION = Duration.ofSeconds(60);

    /** Creates what is missing; a second run finds it. */
    static Chain prepare(LoadSettings settings) {
        boolean sells = settings.scenarios().stream().anyMatch(Scenario::sells);
        return prepare(settings.addresses(), settings.passwords(), sells ? registersFor(settings.rate()) : 1);
    }

    /**
     * Creates what is missing; a second run finds it.
     *
     * @param balancer in front of all services
     * @param passwords a file of {@code employee.<username>=<password>}
     * @param registers how many clerks log in, at the three stores in turn
     */
    public static Chain prepare(URI balancer, Path passwords, int registers) {
        return prepare(LoadSettings.Addresses.behind(balancer), passwords, registers);
    }

    private static Chain prepare(LoadSettings.Addresses addresses, Path file, int registers) {
        Properties passwords = passwords(file);
        Map<String, Object> bob = person("bob", passwords);
        ApiClient manager = ApiClient.of(addresses.headOffice(), "headoffice").login(bob);
        makeStores(manager);
        makeProducts(manager);
        List<Long> products = ids(manager.read("/products?query=" + SKU + "&limit=200"));
        ApiClient store = ApiClient.of(addresses.store(), "store");
        await("the stores arrive", () -> store.get("/stores").text().contains(STORE + STORES));
        List<ApiClient> managers = IntStream.rangeClosed(1, STORES)
                .mapToObj(number -> store.login(at(bob, STORE + number, 1)))
                .toList();
        await(
                "the products arrive",
                () -> ids(managers.getFirst().read("/products?query=" + SKU + "&limit=200"))
                        .containsAll(products));
        managers.forEach(one -> StoreSetup.fillShelves(one, products, SHELF_UNITS));
        BlockingQueue<ApiClient> clerks = registers(store, person("alice", passwords), registers);
        return new Chain(codes(manager), manager, clerks, products);
    }

    /** A sale takes three requests; a register per five sales a second leaves room for slow ones. */
    private static int registersFor(int rate) {
        return Math.clamp(rate / 5 + 6, 6, STORES * MOST_REGISTERS);
    }

    private static Properties passwords(Path file) {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            passwords.load(reader);
            return passwords;
        } catch (IOException missing) {
            throw new UserError("PASSWORDS names a file of employee.<username>=<password> lines; " + file
                    + " cannot be read (make run makes one in data/secrets.properties)");
        }
    }

    private static Map<String, Object> person(String username, Properties passwords) {
        String password = passwords.getProperty("employee." + username);
        if (password == null) {
            throw new UserError("the file of passwords has no employee." + username);
        }
        return Map.of("username", username, "password", password);
    }

    private static Map<String, Object> at(Map<String, Object> person, String store, int register) {
        Map<String, Object> login = new HashMap<>(person);
        login.put("store", store);
        login.put("register", register);
        return login;
    }

    private static List<String> codes(ApiClient manager) {
        return manager.read("/stores")
                .path("items")
                .valueStream()
                .map(store -> store.path("code").asString())
                .toList();
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .filter(product -> product.path("sku").asString().startsWith(SKU))
                .map(product -> product.path("id").asLong())
                .toList();
    }

    private static void makeStores(ApiClient manager) {
        JsonNode example = manager.read("/stores").path("items").path(0);
        List<Map<String, Object>> registers = IntStream.rangeClosed(1, MOST_REGISTERS)
                .mapToObj(number -> Map.<String, Object>of("number", number, "name", "Register " + number))
                .toList();
        List<String> codes = codes(manager);
        for (int number = 1; number <= STORES; number++) {
            if (!codes.contains(STORE + number)) {
                Map<String, Object> store = Map.of(
                        "code",
                        STORE + number,
                        "name",
                        "Load test " + number,
                        "timeZone",
                        example.path("timeZone"),
                        "taxes",
                        example.path("taxes"),
                        "registers",
                        registers);
                manager.post("/stores", store).orThrow();
            }
        }
    }

    private static void makeProducts(ApiClient manager) {
        StringBuilder file = new StringBuilder("sku,name,category,price,taxClass,low,high\n");
        for (int at = 0; at < PRODUCTS; at++) {
            file.append("%s%02d,Load test product %02d,Load test,%d.00,standard,0,1000000%n"
                    .formatted(SKU, at, at, 1 + at));
        }
        manager.post("/products/imports", Map.of("csv", file.toString())).orThrow();
    }

    /** Logs a clerk in at each register, opens it and empties its cart. */
    private static BlockingQueue<ApiClient> registers(ApiClient store, Map<String, Object> clerk, int count) {
        BlockingQueue<ApiClient> registers = new LinkedBlockingQueue<>();
        for (int at = 0; at < count; at++) {
            ApiClient register = store.login(at(clerk, STORE + (1 + at % STORES), 1 + at / STORES));
            StoreSetup.openRegister(register);
            for (JsonNode line : register.read("/cart").path("lines")) {
                register.delete("/cart/lines/" + line.path("productId").asLong())
                        .orThrow();
            }
            registers.add(register);
        }
        return registers;
    }

    /** The current versions of the load test's own products. */
    public Map<Long, Long> versions() {
        Map<Long, Long> versions = new TreeMap<>();
        products.forEach(product -> versions.put(
                product, manager.read("/products/" + product).path("version").asLong()));
        return versions;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PROPAGATION.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + PROPAGATION.toSeconds() + " s still waiting until " + what);
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }
}
