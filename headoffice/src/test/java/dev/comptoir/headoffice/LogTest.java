package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Log lines name their request and contain no secrets. */
class LogTest {
    private static final String SECRET = "correct horse battery";

    /** The console output of {@code work} at the level DEBUG, with the log in that form. */
    private static String logOf(String form, Runnable work) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setProperty("comptoir.log.form", form);
            configure(context, "/logback.xml");
            ((Logger) LoggerFactory.getLogger("dev.comptoir")).setLevel(Level.DEBUG);
            work.run();
            context.getLogger("dev.comptoir").info("the end\nof a test");
        } finally {
            System.setOut(console);
            System.clearProperty("comptoir.log.form");
            configure(context, "/logback-test.xml");
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void configure(LoggerContext context, String file) throws Exception {
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogTest.class.getResource(file));
    }

    private static void useEverySecret(HeadOfficeWorld world, List<String> secrets) {
        TestHttp anyone = world.anyone();
        secrets.add(SECRET);
        world.bob()
                .post("/staff", Map.of("username", "zoe", "displayName", "Zoe", "role", "manager", "password", SECRET))
                .expect(201);
        String token = anyone.post("/login", Map.of("username", "zoe", "password", SECRET))
                .expect(200)
                .path("token")
                .asString();
        secrets.add(token);
        anyone.post("/login", Map.of("username", "zoe", "password", SECRET + "?"))
                .expect(401);
        anyone.post("/login", "{\"username\":\"zoe\",\"password\":\"" + SECRET).expect(400);
        anyone.post("/login", "{\"username\":\"zoe\",\"password\":\"" + SECRET + "\",\"pin\":\"" + SECRET + "\"}")
                .expect(400);
        anyone.as(token + "x").get("/products").expect(401);
        world.execute("ALTER TABLE employee ADD CONSTRAINT nobody_is_xena CHECK (username <> 'xena')");
        anyone.as(token)
                .post("/staff", Map.of("username", "xena", "displayName", "X", "role", "clerk", "password", SECRET))
                .expect(500);
        world.execute("ALTER TABLE employee RENAME TO employee_away");
        anyone.post("/login", Map.of("username", "zoe", "password", SECRET)).expect(500);
        anyone.as(token)
                .with("X-Request-Id", "a-failing-request")
                .post("/staff", Map.of("username", "yan", "displayName", "Yan", "role", "clerk", "password", SECRET))
                .expect(500);
        world.execute("ALTER TABLE employee_away RENAME TO employee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "readable"})
    void noPasswordTokenOrHashIsEverLogged(String form) throws Exception {
        List<String> secrets = new java.util.ArrayList<>();
        String log;
        try (HeadOfficeWorld world = new HeadOfficeWorld()) {
            log = logOf(form, () -> useEverySecret(world, secrets));
        }
        assertThat(log).contains("a-failing-request").contains("headoffice");
        secrets.forEach(secret -> assertThat(log).doesNotContain(secret));
        assertThat(log).doesNotContainIgnoringCase("bearer ").doesNotContain("$argon2");
    }

    @Test
    void aJsonLogHasOneObjectPerLineWithItsRequestAndService() throws Exception {
        String log;
        try (HeadOfficeWorld world = new HeadOfficeWorld()) {
            log = logOf("json", () -> useEverySecret(world, new java.util.ArrayList<>()));
        }
        List<JsonNode> lines =
                log.lines().map(line -> Json.read(line, JsonNode.class)).toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.propertyNames()).contains("time", "level", "logger", "message"));
        assertThat(lines)
                .anySatisfy(line -> {
                    assertThat(line.path("request").asString()).isEqualTo("a-failing-request");
                    assertThat(line.path("service").asString()).isEqualTo("headoffice");
                    assertThat(line.path("level").asString()).isEqualTo("ERROR");
                    assertThat(line.path("exception").asString()).contains("\n\tat ");
                })
                .anySatisfy(line -> assertThat(line.path("message").asString()).isEqualTo("the end\nof a test"));
    }
}
