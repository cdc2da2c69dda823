package dev.comptoir.app;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Authentication;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes that all services need, while PostgreSQL unpacks and starts on another core. It only shortens the start.
 */
final class Warmup {
    private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

    private Warmup() {}

    static void begin() {
        Thread.ofPlatform().daemon().name("warm-up").start(Warmup::run);
    }

    private static void run() {
        long start = System.nanoTime();
        try {
            serveOneRequest();
            Flyway.configure();
            new Passwords().hash("unused");
        } catch (RuntimeException failure) {
            LOG.debug("warm-up failed, startup takes longer", failure);
        }
        LOG.debug("warmed up in {} ms", Demo.millisecondsSince(start));
    }

    private static void serveOneRequest() {
        ServiceSettings settings = new ServiceSettings(
                "warm-up",
                "127.0.0.1",
                0,
                new DatabaseSettings("", "", "", 1),
                Map.of(),
                Duration.ZERO,
                Duration.ofMinutes(1),
                1,
                false);
        List<Endpoint> endpoints = List.of(Endpoint.post("/greetings", "Greets")
                .access(Access.anyone())
                .body(Greeting.class)
                .returns(200, Greeting.class)
                .handledBy(request -> Response.ok(request.body(Greeting.class))));
        try (HttpServer server = HttpServer.of(settings, "Warm-up", "/warm-up", new NoCallers())
                .serve("/warm-up", endpoints)
                .start()) {
            Client.of("http://127.0.0.1:" + server.port() + "/warm-up")
                    .post("/greetings", null, new Greeting("hello"))
                    .expectOk();
        }
    }

    record Greeting(String text) {}

    /** Rejects every token. */
    private static final class NoCallers implements Authentication {
        @Override
        public Caller staff(String token) {
            throw Refused.invalid("no token is accepted");
        }

        @Override
        public Caller peer(String token) {
            throw Refused.invalid("no token is accepted");
        }
    }
}
