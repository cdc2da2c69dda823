package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tests.deployment.Programs.Output;
import dev.comptoir.tools.cluster.Launcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the images of the Dockerfile and runs the stack of deploy/compose.yaml: {@code make containers-check}. It
 * takes minutes and needs root, so it is not part of {@code make test}; docs/containers.md lists the substituted images.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ContainersCheck {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int GRACE_SECONDS = 75;
    private static final int TERMINATED = 143;
    private static final List<String> DATABASES = List.of("store-db", "headoffice-db", "logistics-db");

    private static Engine engine;
    private static Stack stack;

    /** The number of a sale that must survive every restart. */
    private static String saleNumber = "";

    @TempDir
    private Path folder;

    @BeforeAll
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    static void start() {
        Engine.prepare();
        Programs.run(List.of("../../scripts/make-secrets"), Map.of()).success();
        List<String> images = Stack.build();
        assertThat(images).hasSize(4);
        engine = Engine.start();
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        images.forEach(image ->
                System.out.println(image + "\n" + engine.run("history", "--format={{.Size}}\t{{.CreatedBy}}", image)));
        stack = new Stack(engine, Launcher.freePort(), Launcher.freePort());
        stack.up();
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.close();
        }
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    private static TestHttp outside() {
        return TestHttp.of("http://127.0.0.1:" + stack.port());
    }

    private static void awaitHealth() {
        eventually(() -> {
            for (String container : stack.containers()) {
                String health = container.contains("docker-api") ? "" : "healthy";
                assertThat(stack.inspect(container, "{{.State.Health.Status}}"))
                        .as(container)
                        .isEqualTo(health);
            }
            for (String service : Settings.SERVICES) {
                assertThat(outside().get("/" + service + "/docs").status())
                        .as(service)
                        .isEqualTo(200);
            }
        });
    }

    @Test
    @Order(1)
    void everyServiceBecomesHealthyAndServesItsPages() {
        awaitHealth();
        assertThat(stack.containers()).hasSize(10);
    }

    @Test
    @Order(2)
    void everyServiceStartsFromItsAotCache() {
        for (String service : Settings.SERVICES) {
            String log = engine.run("logs", Stack.name(service, 1));
            assertThat(log).contains(service + " is ready").doesNotContain("[aot]");
        }
    }

    @Test
    @Order(3)
    void aSaleAtARegisterReachesTheHeadOffice() {
        assertThat(stack.compose(List.of("run", "--rm", "--no-TTY", "--pull=never", "demo-data")))
                .contains("alice");
        saleNumber = sell(stack.logIn("store", "alice", Map.of("store", "S1", "register", 1)));
        awaitAtHeadOffice(saleNumber);
    }

    private static String sell(TestHttp register) {
        Map<String, Object> sale = Map.of(
                "lines", List.of(Map.of("productId", 1, "quantity", 1)),
                "payments", List.of(Map.of("tender", "cash", "amount", 100_000)));
        return register.post("/sales", sale).expect(201).path("number").asString();
    }

    private static void awaitAtHeadOffice(String number) {
        TestHttp bob = stack.logIn("headoffice", "bob", Map.of());
        eventually(() -> bob.get("/sales/" + number).expect(200));
    }

    @Test
    @Order(4)
    void prometheusAndGrafanaSeeEveryInstance() {
        Settings.SERVICES.forEach(service -> awaitUp(service, 1));
        assertThat(TestHttp.of("http://127.0.0.1:" + stack.grafanaPort())
                        .get("/api/health")
                        .status())
                .isEqualTo(200);
    }

    /** Prometheus scrapes every five seconds; its first scrape may come before the service listens. */
    private static void awaitUp(String service, int instances) {
        eventually(() -> assertThat(up(service)).as(service).isEqualTo(instances));
    }

    /** The instances that Prometheus scrapes successfully. */
    private static int up(String service) {
        String response =
                stack.fetch("http://127.0.0.1:9090/api/v1/query?query=sum(up%7Bservice=%22" + service + "%22%7D)");
        return Integer.parseInt(response.replaceAll("(?s).*\"value\":\\[[^\"]*\"([0-9]+)\".*", "$1"));
    }

    @Test
    @Order(5)
    void traefikFindsThreeInstancesOfLogistics() {
        stack.up("--scale=logistics=3", "--no-recreate");
        eventually(() -> assertThat(routed("logistics")).isEqualTo(3));
        awaitUp("logistics", 3);
    }

    /** The instances that Traefik routes requests to. */
    private static long routed(String service) {
        return stack.fetch("http://traefik:8082/metrics")
                .lines()
                .filter(line -> line.matches("traefik_service_server_up\\{.*service=\"" + service + "@docker\".*} 1"))
                .count();
    }

    @Test
    @Order(6)
    void aKilledContainerRestartsWithoutAFailedRequest() throws InterruptedException {
        String victim = Stack.name("logistics", 2);
        long killed = Long.parseLong(stack.inspect(victim, "{{.State.Pid}}"));
        TestHttp farid = stack.logIn("logistics", "farid", Map.of());
        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < 100; request++) {
            if (request == 20) {
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            }
            statuses.add(farid.get("/products?limit=5").status());
            Thread.sleep(20);
        }
        assertThat(statuses).containsOnly(200);
        eventually(() -> assertThat(routed("logistics")).isEqualTo(3));
        assertThat(stack.inspect(victim, "{{.State.Pid}}")).isNotEqualTo(String.valueOf(killed));
    }

    @Test
    @Order(7)
    void noProcessRunsAsRootHoldsACapabilityOrMayGainOne() {
        for (String container : stack.containers()) {
            assertThat(stack.processes(container)).as(container).isNotEmpty().allSatisfy(process -> {
                String status = Files.readString(Path.of("/proc/" + process + "/status"));
                assertThat(status)
                        .doesNotContainPattern("(?m)^[UG]id:.*\\s0(\\s|$)")
                        .containsPattern("(?m)^NoNewPrivs:\\s+1$");
                for (String kind : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
                    assertThat(status).containsPattern("(?m)^" + kind + ":\\s+0+$");
                }
            });
        }
    }

    @Test
    @Order(8)
    void noContainerCanWriteToItsRootFileSystem() {
        for (String container : stack.containers()) {
            for (String place : List.of("/probe", "/etc/probe", "/opt/probe")) {
                Output output = engine.exec(container, "sh", "-c", "echo > " + place);
                assertThat(output.status()).as(container).isNotZero();
                assertThat(output.text()).as(container).containsAnyOf("Read-only file system", "Permission denied");
            }
            assertThat(stack.inspect(container, "{{.HostConfig.ReadonlyRootfs}}"))
                    .isEqualTo("true");
        }
    }

    @Test
    @Order(9)
    void aDatabaseIsReachedByItsServiceOnly() {
        for (String database : DATABASES) {
            String name = Stack.name(database, 1);
            String address = stack.inspect(name, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
            String service = "-" + database.replace("-db", "") + "-";
            for (String container : stack.containers()) {
                if (!container.equals(name)) {
                    boolean reached = stack.reach(container, address, 5432, "").status() == 0;
                    assertThat(reached).as(container + " reaches " + name).isEqualTo(container.contains(service));
                }
            }
        }
    }

    @Test
    @Order(10)
    void traefikMayListContainersAndNothingElse() {
        String traefik = Stack.name("traefik", 1);
        eventually(() ->
                assertThat(statusLine(traefik, "GET /v1.40/containers/json")).contains("200"));
        for (String refused : List.of(
                "POST /v1.40/containers/create",
                "POST /v1.40/containers/prune",
                "DELETE /v1.40/volumes/any",
                "GET /v1.40/secrets",
                "GET /v1.40/images/json",
                "GET /v1.40/containers/json/../../info")) {
            assertThat(statusLine(traefik, refused)).as(refused).contains("403");
        }
        assertThat(stack.reach(Stack.name("store", 1), "docker-api", 2375, "").status())
                .isNotZero();
    }

    private static String statusLine(String container, String request) {
        return stack.reach(container, "docker-api", 2375, request + " HTTP/1.0\\r\\n\\r\\n")
                .text();
    }

    @Test
    @Order(11)
    void onlyTraefikAndGrafanaArePublishedAndNoInternalPathIsReachable() {
        assertThat(engine.run("ps", "--format={{.Names}} {{.Ports}}").lines().filter(line -> line.contains("->")))
                .allMatch(line -> line.contains(" 127.0.0.1:"))
                .extracting(line -> line.replaceAll("comptoir-check-([a-z]+)-.*", "$1"))
                .containsExactlyInAnyOrder("traefik", "grafana");
        for (String service : Settings.SERVICES) {
            assertThat(outside().get("/" + service + "/internal/v1/keys").status())
                    .isEqualTo(404);
        }
        assertThat(outside().get("/metrics").status()).isEqualTo(404);
    }

    @Test
    @Order(12)
    void everyServiceStopsGracefully() {
        long start = System.nanoTime();
        stack.compose(Programs.joined(List.of("stop"), Settings.SERVICES));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(GRACE_SECONDS));
        for (String service : Settings.SERVICES) {
            String container = Stack.name(service, 1);
            assertThat(stack.inspect(container, "{{.State.ExitCode}}")).isEqualTo(String.valueOf(TERMINATED));
            assertThat(engine.run("logs", container)).contains(service + " has ended");
        }
    }

    @Test
    @Order(13)
    void everySaleSurvivesTakingTheStackDownAndUp() {
        stack.compose(List.of("down"));
        assertThat(stack.containers()).isEmpty();
        stack.up();
        awaitHealth();
        TestHttp alice = stack.logIn("store", "alice", Map.of("store", "S1", "register", 1));
        alice.get("/sales/" + saleNumber).expect(200);
        awaitAtHeadOffice(saleNumber);
        awaitAtHeadOffice(sell(alice));
        TestHttp bob = stack.logIn("headoffice", "bob", Map.of());
        eventually(() -> assertThat(bob.reconcile().path("ok").asBoolean()).isTrue());
    }

    @Test
    @Order(14)
    void withTheTlsOverrideOnlyTlsIsAccepted() throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        Path override = Files.writeString(folder.resolve("certificates.yaml"), """
                secrets:
                  tls.crt: {file: %s}
                  tls.key: {file: %s}
                """.formatted(
                        own.certificate(folder.resolve("tls.crt")), own.key(folder.resolve("tls.key"))));
        stack.compose(List.of(
                "--file=../../deploy/compose.tls.yaml",
                "--file=" + override,
                "up",
                "--detach",
                "--no-build",
                "--pull=never",
                "traefik"));
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(own.trusting()).build()) {
            URI address = URI.create("https://127.0.0.1:" + stack.port() + "/store/docs");
            eventually(() -> {
                HttpResponse<Void> response =
                        client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
                assertThat(response.statusCode()).isEqualTo(200);
            });
        }
        assertThat(outside().get("/store/docs").status()).as("without TLS").isEqualTo(404);
    }
}
