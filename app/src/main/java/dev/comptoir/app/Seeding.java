package dev.comptoir.app;

import dev.comptoir.app.Client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Makes the demo's data through the APIs of the services. All requests are idempotent: the next start continues a seeding
 * that was interrupted.
 */
public final class Seeding {
    private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);

    /** The longest time that events may take from one service to another. */
    private static final Duration REPLICATION_LIMIT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Besides {@code standard}, which every chain has. */
    private static final List<Map<String, String>> TAX_CLASSES = List.of(
            Map.of("code", "zero-rated", "nameFr", "Détaxé", "nameEn", "Zero-rated"),
            Map.of("code", "gst-only", "nameFr", "TPS seulement", "nameEn", "GST only"));

    /** Of register 1 of each store, which is open; the other registers are closed. */
    private static final int FLOAT_CENTS = 20_000;

    private final Client headOffice;
    private final Client store;
    private final Client logistics;
    private final List<Person> people;
    private final List<DemoProduct> products = DemoProduct.all();
    private final List<DemoStore> stores = DemoStore.all();

    Seeding(Chain chain, List<Person> people) {
        this(
                "http://127.0.0.1:" + chain.storePort(),
                "http://127.0.0.1:" + chain.headOfficePort(),
                "http://127.0.0.1:" + chain.logisticsPort(),
                people);
    }

    /** Takes addresses without a path: {@code http://127.0.0.1:8080}. */
    public Seeding(String store, String headOffice, String logistics, List<Person> people) {
        this.store = Client.of(store + "/store/api/v1");
        this.headOffice = Client.of(headOffice + "/headoffice/api/v1");
        this.logistics = Client.of(logistics + "/logistics/api/v1");
        this.people = people;
    }

    public void seed() {
        Instant start = Instant.now();
        Client manager = headOffice.as(token(headOffice, logInAs(people.getFirst())));
        addTaxClasses(manager);
        stores.forEach(place -> openStore(manager, place));
        concurrently(List.<Runnable>of(() -> hire(manager), () -> addProducts(manager)), Runnable::run);
        LOG.info("head office seeded after {} ms", millisecondsSince(start));
        List<Runnable> places = new ArrayList<>(List.of(this::fillWarehouse));
        stores.forEach(place -> places.add(() -> fillShelves(place.code())));
        concurrently(places, Runnable::run);
        LOG.info("warehouse and stores seeded after {} ms", millisecondsSince(start));
    }

    private static long millisecondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toMillis();
    }

    private void hire(Client manager) {
        concurrently(
                people.subList(1, people.size()),
                person -> manager.post(
                                "/staff",
                                "seed-staff-" + person.username(),
                                Map.of(
                                        "username", person.username(),
                                        "displayName", person.displayName(),
                                        "role", person.role().word(),
                                        "password", person.password()))
                        .expectOkOrConflict());
    }

    private static void addTaxClasses(Client manager) {
        TAX_CLASSES.forEach(taxClass -> manager.post("/tax-classes", "seed-tax-class-" + taxClass.get("code"), taxClass)
                .expectOkOrConflict());
    }

    /** A store has a profile from the day of its first seeding on. */
    private static void openStore(Client manager, DemoStore added) {
        manager.post("/stores", "seed-store-" + added.code(), added.addition()).expectOkOrConflict();
        String path = "/stores/" + added.code();
        JsonNode found = manager.get(path).expectOk().json();
        if (found.path("profiles").isEmpty()) {
            LocalDate today = LocalDate.now(ZoneId.of(DemoStore.TIME_ZONE));
            manager.patch(path, found.path("version").asLong(), Map.of("profile", added.profile(today)))
                    .expectOk();
        }
    }

    /** One after another, so that the ids of the products follow the list. */
    private void addProducts(Client manager) {
        for (DemoProduct item : products) {
            manager.post("/products", "seed-taxed-product-" + item.sku(), newProduct(item))
                    .expectOkOrConflict();
        }
    }

    private static Map<String, Object> newProduct(DemoProduct item) {
        Map<String, Object> product = new HashMap<>(Map.of(
                "sku", item.sku(),
                "barcode", item.barcode(),
                "name", item.name(),
                "description", "",
                "category", item.category(),
                "price", item.price(),
                "taxClass", item.taxClass()));
        if (item.deposit() != null) {
            product.put("deposit", item.deposit());
        }
        return product;
    }

    private void fillWarehouse() {
        Client manager = logistics.as(token(logistics, logInAs(people.getFirst())));
        Map<String, Long> ids = await("the warehouse's products", () -> productIds(manager));
        concurrently(
                products,
                item -> manager.post(
                                "/stock/" + ids.get(item.sku()) + "/receipts",
                                "seed-receipt-" + item.sku(),
                                Map.of("quantity", item.inWarehouse(), "note", "demo"))
                        .expectOk());
    }

    private void fillShelves(String code) {
        Map<String, Object> login = new HashMap<>(logInAs(people.getFirst()));
        login.put("store", code);
        login.put("register", 1);
        Client manager = store.as(token(store, login));
        Map<String, Long> ids = await("the products of store " + code, () -> productIds(manager));
        List<Map<String, Object>> lines = products.stream()
                .<Map<String, Object>>map(item ->
                        Map.of("productId", Objects.requireNonNull(ids.get(item.sku())), "counted", item.onShelf(code)))
                .toList();
        manager.post("/stock/counts", "seed-count-" + code, Map.of("lines", lines))
                .expectOk();
        manager.post("/register/open", "seed-register-" + code, Map.of("openingFloat", FLOAT_CENTS))
                .expectOkOrConflict();
        manager.post("/logout", "seed-logout-" + code, Map.of());
    }

    private static Map<String, Object> logInAs(Person person) {
        return Map.of("username", person.username(), "password", person.password());
    }

    /** A token, as soon as the service has received the employee and the store. */
    private static String token(Client service, Map<String, Object> login) {
        return await("the login of " + login.get("username"), () -> {
            Response response = service.post("/login", null, login);
            return response.status() == 200
                    ? Found.of(response.json().path("token").asString())
                    : Found.nothing(response.toString());
        });
    }

    /** The ids of the demo's products by SKU, as soon as the service has received all of them. */
    private Found<Map<String, Long>> productIds(Client service) {
        JsonNode page = service.get("/products?limit=200").expectOk().json();
        Map<String, Long> ids = new HashMap<>();
        page.path("items")
                .forEach(item ->
                        ids.put(item.path("sku").asString(), item.path("id").asLong()));
        return products.stream().allMatch(item -> ids.containsKey(item.sku()))
                ? Found.of(ids)
                : Found.nothing(ids.size() + " products");
    }

    /** A value, or a description of what was found instead. */
    private record Found<T>(Optional<T> value, String instead) {
        static <T> Found<T> of(T value) {
            return new Found<>(Optional.of(value), "");
        }

        static <T> Found<T> nothing(String instead) {
            return new Found<>(Optional.empty(), instead);
        }
    }

    private static <T> T await(String what, Supplier<Found<T>> attempt) {
        Instant limit = Instant.now().plus(REPLICATION_LIMIT);
        Found<T> found = attempt.get();
        while (found.value().isEmpty()) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(
                        "%s did not arrive within %d s (last response: %s); start again to continue"
                                .formatted(what, REPLICATION_LIMIT.toSeconds(), found.instead()));
            }
            pause();
            found = attempt.get();
        }
        return found.value().get();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for events", stopped);
        }
    }

    private static <T> void concurrently(List<T> items, Consumer<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(items.stream()
                            .map(item -> CompletableFuture.runAsync(() -> work.accept(item), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
