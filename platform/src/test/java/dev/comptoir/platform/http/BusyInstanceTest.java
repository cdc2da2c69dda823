package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A busy instance is not dead, and a question that takes too long does not make the service unavailable. */
class BusyInstanceTest {
    private static DatabaseSettings settings;
    private static Database database;
    private static Tokens tokens;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        settings = TestPostgres.newDatabase("busy", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
        tokens = Tokens.open(service, database, Clock.systemUTC());
        server = HttpServer.of(service, "Things", "/thing", tokens)
                .readyWhen(database::isReachable)
                .serve(
                        "",
                        List.of(
                                Endpoint.get("/slow", "A question that takes too long")
                                        .access(Access.anyone())
                                        .returnsNoContent()
                                        .handledBy(BusyInstanceTest::takeTooLong),
                                Endpoint.post("/slow", "A write that takes too long")
                                        .access(Access.anyone())
                                        .returnsNoContent()
                                        .handledBy(BusyInstanceTest::takeTooLong)))
                .start();
    }

    private static Response takeTooLong(Request request) {
        return database.write(transaction -> {
            transaction.sql().execute("SET LOCAL statement_timeout = 50");
            transaction.sql().execute("SELECT pg_sleep(10)");
            return Response.noContent();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        tokens.close();
        database.close();
    }

    private static TestHttp client() {
        return TestHttp.of("http://127.0.0.1:" + server.port());
    }

    @Test
    void anInstanceWhoseConnectionsAreAllInUseStaysReady() throws Exception {
        List<Connection> all = new ArrayList<>();
        try {
            for (int count = 0; count < settings.pool(); count++) {
                all.add(database.connection());
            }
            Instant start = Instant.now();
            client().get("/health/ready").expect(200);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    @Test
    void anInstanceWithoutADatabaseIsNotReadyUntilItReturns() throws Exception {
        client().get("/health/ready").expect(200);
        String name = settings.url().replaceFirst(".*/([^/?]+)\\?.*", "$1");
        String admin = settings.url().replace("/" + name + "?", "/postgres?");
        try (Connection connection = DriverManager.getConnection(admin, settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'");
            assertThat(client().get("/health/ready").status()).isEqualTo(503);
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        }
        Awaitility.await("the pool checks connections that were idle for half a second")
                .pollDelay(Duration.ofMillis(600))
                .atMost(Duration.ofSeconds(3))
                .until(() -> client().get("/health/ready").status() == 200);
    }

    @Test
    void aQuestionThatTakesTooLongIsToBeNarrowedAndAWriteMayBeRetried() {
        TestHttp.Reply question = client().get("/slow");
        assertThat(question.status()).isEqualTo(422);
        assertThat(question.problem()).isEqualTo("too-broad");
        assertThat(client().post("/slow", "").status()).isEqualTo(503);
    }
}
