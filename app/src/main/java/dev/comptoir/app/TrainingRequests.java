package dev.comptoir.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * The requests of a training run, on a chain with the demo's data: each kind of every day's requests, and often enough that
 * the JVM profiles their code.
 */
final class TrainingRequests {
    private static final List<String> STORES = List.of("S1", "S2", "S3");
    private static final int PRODUCTS = 50;
    private static final int UNITS = 100_000;
    private static final int LOGINS = 10;
    private static final int SALES_PER_STORE = 300;
    private static final int CHANGES = 100;
    private static final int GIVEN_CENTS = 100_000;

    private final Map<String, String> addresses;
    private final Person manager;

    /**
     * @param addresses by service name
     * @param manager with an account everywhere
     */
    TrainingRequests(Map<String, String> addresses, Person manager) {
        this.addresses = addresses;
        this.manager = manager;
    }

    void send() {
        IntStream.range(0, LOGINS).forEach(round -> openPages());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?>[] parts = new CompletableFuture<?>[STORES.size() + 1];
            for (int number = 0; number < STORES.size(); number++) {
                String store = STORES.get(number);
                parts[number] = CompletableFuture.runAsync(() -> sell(store), threads);
            }
            parts[STORES.size()] = CompletableFuture.runAsync(this::changeProducts, threads);
            CompletableFuture.allOf(parts).join();
        }
    }

    private void openPages() {
        for (String name : PostgresServer.DATABASES) {
            Client service = Client.of(address(name));
            service.get("/" + name);
            service.get("/metrics").expectOk();
        }
        logIn("headoffice", Map.of()).post("/logout", null, Map.of());
    }

    private void sell(String store) {
        Client register = logIn("store", Map.of("store", store, "register", 1));
        List<Map<String, Integer>> lines = IntStream.rangeClosed(1, PRODUCTS)
                .mapToObj(product -> Map.of("productId", product, "counted", UNITS))
                .toList();
        register.post("/stock/counts", "training-" + store, Map.of("lines", lines))
                .expectOk();
        for (int number = 0; number < SALES_PER_STORE; number++) {
            register.get("/products?query=a").expectOk();
            register.get("/products?limit=50").expectOk();
            register.post("/sales", "training-" + store + "-" + number, sale(number))
                    .expectOk();
        }
        register.get("/sales").expectOk();
        register.post("/logout", null, Map.of());
    }

    private static Map<String, Object> sale(int number) {
        List<Map<String, Integer>> lines = LongStream.of(number, number + 7L)
                .mapToObj(product -> Map.of("productId", (int) (1 + product % PRODUCTS), "quantity", 1))
                .toList();
        return Map.of("lines", lines, "payments", List.of(Map.of("tender", "cash", "amount", GIVEN_CENTS)));
    }

    private void changeProducts() {
        Client headOffice = logIn("headoffice", Map.of());
        Client logistics = logIn("logistics", Map.of());
        for (int number = 0; number < CHANGES; number++) {
            String product = "/products/" + (1 + number % PRODUCTS);
            JsonNode before = headOffice.get(product).expectOk().json();
            headOffice
                    .patch(
                            product,
                            before.path("version").asLong(),
                            Map.of("price", before.path("price").asLong() + 1))
                    .expectOk();
            headOffice.get("/reports/consolidated").expectOk();
            headOffice.get("/propagation").expectOk();
            logistics.get("/products?limit=50").expectOk();
        }
    }

    private Client logIn(String name, Map<String, Object> place) {
        Map<String, Object> login = new HashMap<>(place);
        login.putAll(Map.of("username", manager.username(), "password", manager.password()));
        Client service = Client.of(address(name) + "/" + name + "/api/v1");
        return service.as(service.post("/login", null, login)
                .expectOk()
                .json()
                .path("token")
                .asString());
    }

    private String address(String service) {
        return addresses.getOrDefault(service, "");
    }
}
