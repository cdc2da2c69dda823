package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.testing.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Real processes behind a real Traefik. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    private final RunningCluster running = RunningCluster.get();
    private final Cluster cluster = running.cluster();

    private TestHttp register() {
        return running.at("store", "alice", Map.of("store", "S1", "register", 1));
    }

    private static String sell(TestHttp register, String key) {
        Map<String, Object> sale = Map.of(
                "lines", List.of(Map.of("productId", 1, "quantity", 1)),
                "payments", List.of(Map.of("tender", "cash", "amount", 100_000)));
        return register.key(key).post("/sales", sale).expect(201).path("number").asString();
    }

    @Test
    @Order(1)
    void onePortServesThePagesAndApisOfAllServices() {
        for (String service : ClusterState.SERVICES) {
            TestHttp http = TestHttp.of(running.address(service));
            assertThat(http.get("/docs").status()).isEqualTo(200);
            assertThat(http.get("/").body()).contains("<html");
        }
        TestHttp alice = register();
        String number = sell(alice, "sold-once");
        assertThat(sell(alice, "sold-once")).isEqualTo(number);
        TestHttp bob = running.at("headoffice", "bob", Map.of());
        Awaitility.await().until(() -> bob.get("/sales/" + number).status() == 200);
    }

    @Test
    @Order(2)
    void theLiveStreamOfTheHeadOfficeIsNotBuffered() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(running.address("headoffice") + "/api/v1/live"))
                    .header("Authorization", "Bearer " + running.token("headoffice", "bob", Map.of()))
                    .header("Accept", "text/event-stream")
                    .build();
            HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            String number = sell(register(), "sold-while-streaming");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                Instant sold = Instant.now();
                assertThat(lines.lines().filter(line -> line.contains(number)).findFirst())
                        .isPresent();
                assertThat(Duration.between(sold, Instant.now())).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    @Order(3)
    void aNewInstanceGetsRequestsAndARemovedOneFailsNone() {
        TestHttp farid = running.at("logistics", "farid", Map.of());
        cluster.scale(Map.of("logistics", 3));
        ClusterProcess third = cluster.state().instances("logistics").get(2);
        assertThat(third.name()).isEqualTo("logistics-3");
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> {
            assertThat(farid.get("/stock").status()).isEqualTo(200);
            return accessLog().contains(third.url());
        });
        cluster.scale(Map.of("logistics", 2));
        assertThat(third.process()).isEmpty();
        for (int request = 0; request < 20; request++) {
            assertThat(farid.get("/stock").status()).isEqualTo(200);
        }
    }

    private String accessLog() throws IOException {
        return Files.readString(running.folder().resolve("logs/access.log"));
    }

    @Test
    @Order(4)
    void aFrozenInstanceFailsOnlyTheRequestThatItHolds() {
        TestHttp farid = running.at("logistics", "farid", Map.of());
        cluster.pause("logistics-1");
        List<Integer> failed = IntStream.range(0, 20)
                .map(request -> farid.get("/stock").status())
                .filter(status -> status != 200)
                .boxed()
                .toList();
        assertThat(failed).hasSizeLessThanOrEqualTo(1).allMatch(status -> status == 504);
        cluster.resume("logistics-1");
        assertThatThrownBy(() -> cluster.pause("logistics-9"))
                .hasMessageContaining("no process logistics-9; choose one of ");
    }

    @Test
    @Order(5)
    void theDatabaseRestartsOnTheSameFilesAfterACrash() {
        cluster.kill("postgres");
        cluster.restart("postgres");
        TestHttp alice = Awaitility.await().ignoreExceptions().until(this::register, Objects::nonNull);
        sell(alice, "sold-after-the-crash");
    }

    @Test
    @Order(6)
    void allInstancesRestartTogetherOnTheSamePorts() {
        List<ClusterProcess> before = cluster.state().processes();
        cluster.restartTogether();
        List<ClusterProcess> after = cluster.state().processes();
        assertThat(after).extracting(ClusterProcess::url).containsExactlyInAnyOrderElementsOf(urls(before));
        assertThat(after)
                .filteredOn(before::contains)
                .extracting(ClusterProcess::name)
                .containsOnly("postgres", "traefik");
        sell(register(), "sold-after-the-restart");
    }

    private static List<String> urls(List<ClusterProcess> processes) {
        return processes.stream().map(ClusterProcess::url).toList();
    }

    @Test
    @Order(9)
    void afterTheEndNoProcessIsLeftAndTheDataStays() {
        List<ClusterProcess> processes = cluster.state().processes();
        assertThat(processes)
                .hasSizeGreaterThan(5)
                .allMatch(one -> one.process().isPresent());
        cluster.down();
        assertThat(processes).allMatch(one -> one.process().isEmpty());
        assertThat(running.folder().resolve("postgres/PG_VERSION")).exists();
        assertThatThrownBy(cluster::state).hasMessageContaining("bin/comptoir cluster up");
    }
}
