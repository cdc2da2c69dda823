package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hostile input to every endpoint: a clear problem, never a defect. */
class HostileInputTest {
    private static final String LONG = "x".repeat(20_000);
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "null",
            "[]",
            "\"text\"",
            "1",
            "true",
            "{\"unknown\":1}",
            "{\"a\":1}{\"b\":2}",
            "[".repeat(5_000),
            "{\"a\":".repeat(500),
            "\u0000",
            "{\"username\":\"" + LONG + "\"}");
    private static final List<Object> VALUES = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ud800",
            "'; DROP TABLE sale; --",
            "<script>alert(1)</script>",
            LONG,
            -1,
            0,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            new BigInteger("9".repeat(29)),
            1.5,
            1e300,
            false,
            List.of(),
            List.of(1, "a", Map.of()),
            Map.of(),
            Map.of("a", Map.of("b", 1)));
    private static final List<String> TEXTS = List.of(
            "%00",
            "%ff%fe",
            "-1",
            "0",
            "99999999999999999999",
            "%27%3B--",
            "%25%25",
            "..%2f..",
            "a".repeat(3_000),
            "%E2%80%AE",
            "2026-02-30",
            "1e5",
            "AAAA",
            "%20");

    private static ChainWorld world;
    private static final List<Operation> OPERATIONS = new ArrayList<>();

    @BeforeAll
    static void open() {
        world = new ChainWorld();
        world.product("Lait", 289, 50);
        for (String service : ChainWorld.SERVICES) {
            Operation.of(service, world.port(service)).stream()
                    .filter(operation -> !operation.path().endsWith("/live")
                            && !operation.path().endsWith("/logout")
                            && !operation.path().contains("/internal/"))
                    .forEach(OPERATIONS::add);
        }
    }

    @AfterAll
    static void close() {
        world.awaitEmptyBacklogs();
        world.assertReconciled();
        world.close();
    }

    private static TestHttp client(Operation operation) {
        TestHttp session = TestHttp.of("http://127.0.0.1:" + world.port(operation.service()));
        return session.as(
                switch (operation.service()) {
                    case "store" -> managerOfStore();
                    default ->
                        managers.computeIfAbsent(operation.service(), service -> world.token(service, "bob", null, 0));
                });
    }

    private static final Map<String, String> managers = new java.util.HashMap<>();

    private static String managerOfStore() {
        return managers.computeIfAbsent("store", service -> world.token(service, "bob", "S1", 2));
    }

    private static void assertClear(Operation operation, String sent, Reply reply) {
        String as = operation.name() + " with " + sent.substring(0, Math.min(200, sent.length())) + ": " + reply;
        assertThat(reply.status()).as(as).isLessThan(500);
        if (reply.status() >= 400) {
            assertThat(reply.header("Content-Type")).as(as).startsWith("application/problem+json");
            assertThat(reply.problem()).as(as).isNotEmpty();
        }
    }

    @Test
    void aBodyOfTheWrongFormIsRefused() {
        for (Operation operation : OPERATIONS) {
            if (operation.body() == null) {
                continue;
            }
            for (String body : BODIES) {
                Reply reply = client(operation)
                        .key("hostile-" + java.util.UUID.randomUUID())
                        .send(operation.method(), operation.harmlessPath(), body);
                assertClear(operation, body, reply);
                assertThat(reply.status())
                        .as(operation.name() + " with " + body)
                        .isGreaterThanOrEqualTo(400);
            }
        }
    }

    @Test
    void noHostileFieldCausesADefect() {
        for (Operation operation : OPERATIONS) {
            for (Object value : VALUES) {
                for (String body : operation.bodiesWith(value)) {
                    assertClear(
                            operation,
                            body,
                            client(operation)
                                    .key("hostile-" + java.util.UUID.randomUUID())
                                    .with("If-Match", "\"1\"")
                                    .send(operation.method(), operation.harmlessPath(), body));
                }
            }
        }
    }

    @Test
    void noHostileParameterCausesADefect() {
        for (Operation operation : OPERATIONS) {
            String body = operation.body() == null ? null : "{}";
            for (Operation.Parameter parameter : operation.parameters()) {
                for (String text : TEXTS) {
                    TestHttp client = client(operation);
                    String path = operation.harmlessPath();
                    switch (parameter.place()) {
                        case "path" -> path = operation.pathWith(parameter.name(), text);
                        case "query" -> path = path + "?" + parameter.name() + "=" + text;
                        default -> client = client.with(parameter.name(), text);
                    }
                    assertClear(operation, parameter + "=" + text, client.send(operation.method(), path, body));
                }
            }
            assertClear(
                    operation,
                    "an unknown parameter",
                    client(operation).send(operation.method(), operation.harmlessPath() + "?no-such=1&a=%00", body));
        }
    }

    @Test
    void anotherContentTypeIsRefused() {
        for (Operation operation : OPERATIONS) {
            if (operation.body() != null) {
                Reply reply = client(operation)
                        .key("hostile-key")
                        .with("Content-Type", "text/xml")
                        .send(operation.method(), operation.harmlessPath(), "<a/>");
                assertThat(reply.status()).as(operation.name()).isEqualTo(415);
            }
        }
    }
}
