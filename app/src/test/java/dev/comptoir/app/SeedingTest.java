package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start makes the demo's data, once, even if it is interrupted. */
class SeedingTest {
    @TempDir
    private Path folder;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Ports freePorts() {
        return new Ports(freePort(), freePort(), freePort());
    }

    private static Client loggedIn(Demo demo, String base, Map<String, Object> till) {
        Person manager = demo.people().getFirst();
        Map<String, Object> login = new HashMap<>(till);
        login.put("username", manager.username());
        login.put("password", manager.password());
        Client service = Client.of("http://127.0.0.1:" + base + "/api/v1");
        return service.as(service.post("/login", null, login)
                .expectOk()
                .json()
                .path("token")
                .asString());
    }

    private static void assertSeeded(Demo demo) {
        Map<String, Integer> expected = new HashMap<>();
        Map<String, Integer> found = new HashMap<>();
        Client warehouse = loggedIn(demo, demo.ports().logistics() + "/logistics", Map.of());
        warehouse
                .get("/stock?limit=200")
                .expectOk()
                .json()
                .path("items")
                .forEach(item -> found.put(
                        "warehouse " + item.path("sku").asString(),
                        item.path("centralStock").asInt()));
        DemoProduct.all().forEach(item -> expected.put("warehouse " + item.sku(), item.inWarehouse()));
        for (String code : new String[] {"S1", "S2", "S3"}) {
            Client store = loggedIn(demo, demo.ports().store() + "/store", Map.of("store", code, "register", 3));
            store.get("/products?limit=200")
                    .expectOk()
                    .json()
                    .path("items")
                    .forEach(item -> found.put(
                            code + " " + item.path("sku").asString(),
                            item.path("stock").path("quantity").asInt()));
            DemoProduct.all().forEach(item -> expected.put(code + " " + item.sku(), item.onShelf(code)));
            assertThat(store.get("/store-profile")
                            .expectOk()
                            .json()
                            .path("profile")
                            .path("version")
                            .asInt())
                    .as("one profile of %s", code)
                    .isEqualTo(1);
        }
        assertThat(found).isEqualTo(expected).hasSize(4 * 54);
        assertThat(expected.values()).allMatch(quantity -> quantity >= 3 && quantity <= 200);
        assertClassified(demo);
    }

    private static void assertClassified(Demo demo) {
        Client headOffice = loggedIn(demo, demo.ports().headOffice() + "/headoffice", Map.of());
        Map<String, Integer> classes = new HashMap<>();
        Map<String, String> deposits = new HashMap<>();
        headOffice.get("/products?limit=200").expectOk().json().path("items").forEach(item -> {
            classes.merge(item.path("taxClass").asString(), 1, Integer::sum);
            if (!item.path("deposit").isNull()) {
                deposits.put(
                        item.path("sku").asString(),
                        item.path("deposit").path("containers").asInt() + " x "
                                + item.path("deposit").path("each").asInt());
            }
        });
        assertThat(classes).isEqualTo(Map.of("zero-rated", 26, "standard", 26, "gst-only", 2));
        assertThat(deposits).hasSize(8).containsEntry("BOI-11", "6 x 10").containsEntry("BOI-12", "1 x 25");
    }

    @Test
    void anInterruptedSeedingContinuesWithoutDuplicates() throws IOException {
        try (Demo first = new Demo()) {
            first.start(folder, freePorts());
            assertSeeded(first);
        }
        Files.delete(folder.resolve("seeded"));
        try (Demo second = new Demo()) {
            second.start(folder, freePorts());
            assertSeeded(second);
        }
        assertThat(folder.resolve("seeded")).exists();
    }
}
