package dev.comptoir.tools.load;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What a run stands on: stores, registers and products of its own, so that nobody's prices change, and who works there.
 *
 * @param stores all stores of the chain, the run's own among them
 * @param manager the token of a manager at the head office
 * @param cashier the token of a cashier at the first register
 * @param registers tokens of cashiers, each at a register of its own; whoever sells takes one and gives it back
 * @param products ids and names of the run's own products
 * @param versions the newest version of each of them that an answer told
 */
record Ground(
        List<String> stores,
        String manager,
        String cashier,
        BlockingQueue<String> registers,
        List<Product> products,
        Map<Long, Long> versions) {
    private static final String PREFIX = "LT";
    private static final int STORES = 3;
    private static final int MOST_REGISTERS = 100;
    private static final int PRODUCTS = 50;
    private static final int SHELF_UNITS = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    record Product(long id, String sku) {}

    /** Nobody signs in, and nothing is made. */
    static Ground bare() {
        return new Ground(List.of(), "", "", new LinkedBlockingQueue<>(), List.of(), new ConcurrentHashMap<>());
    }

    /** Makes what is missing; a second run finds it. */
    static Ground prepare(LoadSettings settings) {
        Properties passwords = passwords(settings);
        Map<String, Object> manager = person("bob", passwords);
        Api headOffice = Api.of(settings.headOffice(), "headoffice").loggedIn(manager);
        makeStores(headOffice);
        makeProducts(headOffice);
        Api door = Api.of(settings.store(), "store");
        await(
                "the store service knows the stores",
                () -> door.get("/stores").toString().contains(PREFIX + STORES));
        List<Product> products = products(headOffice);
        List<Api> managers = IntStream.rangeClosed(1, STORES)
                .mapToObj(store -> door.loggedIn(at(manager, PREFIX + store, 1)))
                .toList();
        await(
                "the store knows the products",
                () -> managers.getFirst()
                        .get("/products?query=" + products.getLast().sku())
                        .toString()
                        .contains(products.getLast().sku()));
        managers.forEach(one -> fillShelves(one, products));
        boolean sells = settings.scenarios().stream().anyMatch(Scenario::sells);
        List<String> tokens = tokens(door, person("alice", passwords), sells ? registersFor(settings.rate()) : 1);
        Map<Long, Long> versions = new ConcurrentHashMap<>();
        products.forEach(product -> versions.put(
                product.id(),
                headOffice.get("/products/" + product.id()).path("version").asLong()));
        return new Ground(
                stores(headOffice),
                headOffice.token(),
                tokens.getFirst(),
                new LinkedBlockingQueue<>(tokens),
                products,
                versions);
    }

    /** A sale takes three requests; a register per five sales a second leaves room for slow ones. */
    private static int registersFor(int rate) {
        return Math.clamp(rate / 5 + 6, 6, STORES * MOST_REGISTERS);
    }

    private static Properties passwords(LoadSettings settings) {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(settings.passwords())) {
            passwords.load(reader);
            return passwords;
        } catch (IOException missing) {
            throw new LoadSettings.Wrong("PASSWORDS names a file of employee.<username>=<password> lines; "
                    + settings.passwords() + " cannot be read (make run makes one in data/secrets.properties)");
        }
    }

    private static Map<String, Object> person(String username, Properties passwords) {
        String password = passwords.getProperty("employee." + username);
        if (password == null) {
            throw new LoadSettings.Wrong("the file of passwords has no employee." + username);
        }
        return Map.of("username", username, "password", password);
    }

    private static Map<String, Object> at(Map<String, Object> person, String store, int register) {
        return Map.of(
                "username",
                person.get("username"),
                "password",
                person.get("password"),
                "store",
                store,
                "register",
                register);
    }

    private static List<String> stores(Api headOffice) {
        return headOffice
                .get("/stores")
                .path("items")
                .valueStream()
                .map(store -> store.path("code").asString())
                .toList();
    }

    private static void makeStores(Api headOffice) {
        JsonNode known = headOffice.get("/stores").path("items");
        JsonNode example = known.get(0);
        List<Map<String, Object>> registers = IntStream.rangeClosed(1, MOST_REGISTERS)
                .mapToObj(number -> Map.<String, Object>of("number", number, "name", "Register " + number))
                .toList();
        List<String> codes = stores(headOffice);
        for (int store = 1; store <= STORES; store++) {
            if (!codes.contains(PREFIX + store)) {
                headOffice.post(
                        "/stores",
                        Map.of(
                                "code",
                                PREFIX + store,
                                "name",
                                "Load test " + store,
                                "timeZone",
                                example.path("timeZone"),
                                "taxes",
                                example.path("taxes"),
                                "registers",
                                registers));
            }
        }
    }

    private static void makeProducts(Api headOffice) {
        StringBuilder file = new StringBuilder("sku,name,category,price,low,high\n");
        for (int at = 0; at < PRODUCTS; at++) {
            file.append("LOAD-%02d,Load test product %02d,Load test,%d.00,0,1000000%n".formatted(at, at, 1 + at));
        }
        headOffice.post("/products/imports", Map.of("csv", file.toString()));
    }

    private static List<Product> products(Api headOffice) {
        List<Product> products = new ArrayList<>();
        headOffice
                .get("/products?query=LOAD-&limit=200")
                .path("items")
                .valueStream()
                .filter(product -> product.path("sku").asString().startsWith("LOAD-"))
                .forEach(product -> products.add(new Product(
                        product.path("id").asLong(), product.path("sku").asString())));
        return List.copyOf(products);
    }

    private static void fillShelves(Api manager, List<Product> products) {
        manager.post(
                "/stock/counts",
                Map.of(
                        "lines",
                        products.stream()
                                .map(product -> Map.of("productId", product.id(), "counted", SHELF_UNITS))
                                .toList()));
    }

    /** Signs a cashier in at each register, opens it and empties its cart. */
    private static List<String> tokens(Api door, Map<String, Object> cashier, int registers) {
        List<String> tokens = new ArrayList<>();
        for (int at = 0; at < registers; at++) {
            Api register = door.loggedIn(at(cashier, PREFIX + (1 + at % STORES), 1 + at / STORES));
            if (!register.get("/register").path("open").asBoolean()) {
                register.post("/register/open", Map.of("openingFloat", 100_000));
            }
            for (JsonNode line : register.get("/cart").path("lines")) {
                register.delete("/cart/lines/" + line.path("productId").asLong());
            }
            tokens.add(register.token());
        }
        return tokens;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + PATIENCE.toSeconds() + " s it does not hold that " + what);
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
