package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cached responses follow HTTP: they have an ETag, are compressed on request, and need authorization. */
class ResponseCacheTest {
    private static final Parameter<Long> SIZE =
            Parameter.queryNumber("size", "How large", 1, 100_000).orElse(5L);

    record Text(String text) {}

    private static final AtomicInteger MADE = new AtomicInteger();
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-23T10:59:59Z"));
    private static DatabaseSettings databaseSettings;
    private static Database database;
    private static Tokens tokens;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        databaseSettings = TestPostgres.newDatabase("cached", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(databaseSettings, "classpath:dev/comptoir/platform/testmigrations");
        ServiceSettings service = settings("exact");
        tokens = Tokens.open(service, database, Clock.systemUTC());
        server = serverOf(service);
    }

    private static ServiceSettings settings(String cache) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "COMPTOIR_HOST",
                "127.0.0.1",
                "COMPTOIR_DATABASE_URL",
                databaseSettings.url(),
                "COMPTOIR_DATABASE_USER",
                databaseSettings.user(),
                "COMPTOIR_DRAIN_MILLISECONDS",
                "0",
                "COMPTOIR_CACHE",
                cache));
        Environment environment = new Environment(variables);
        ServiceSettings settings = ServiceSettings.from(environment, "thing", 0);
        environment.refuseFaults();
        return settings;
    }

    private static HttpServer serverOf(ServiceSettings service) {
        return HttpServer.of(service, "Things", "/thing", tokens)
                .cachingResponses(TagVersions.of(database))
                .serve("/thing/api", endpoints())
                .start();
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                text(
                        "/text",
                        CachePolicy.of("text"),
                        request -> "x".repeat(request.get(SIZE).intValue())),
                text(
                        "/place",
                        CachePolicy.of("text").varyingByClaims("place"),
                        request -> request.caller().attribute("place")),
                text(
                        "/till",
                        CachePolicy.of("text").varyingByClaims("place"),
                        request -> request.caller().attribute("till")),
                text(
                        "/hour",
                        CachePolicy.of("text").varyingByHour(new Adjustable()),
                        request -> NOW.get().toString()),
                text("/refused", CachePolicy.of("text"), request -> {
                    throw Refused.invalid("refused for the time " + MADE.get());
                }));
    }

    private static Endpoint text(String path, CachePolicy basis, Function<Request, String> work) {
        return Endpoint.get(path, "A text")
                .access(Access.staff("clerk"))
                .takes(SIZE)
                .returns(200, Text.class)
                .cached(basis)
                .handledBy(request -> {
                    MADE.incrementAndGet();
                    return Response.ok(new Text(work.apply(request)));
                });
    }

    private static final class Adjustable extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return NOW.get();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        tokens.close();
        database.close();
    }

    private static TestHttp as(String role, String place) {
        return at(server)
                .as(tokens.issue(
                                "alice",
                                role,
                                tokens.securityStamp("alice"),
                                Map.of("place", place, "till", place + "-1"))
                        .token());
    }

    private static TestHttp at(HttpServer one) {
        return TestHttp.of("http://127.0.0.1:" + one.port() + "/thing/api");
    }

    @Test
    void aClientWithTheCurrentTagGets304() {
        TestHttp clerk = as("clerk", "here");
        Reply first = clerk.get("/text?size=6");
        assertThat(first.body()).isEqualTo("{\"text\":\"xxxxxx\"}");
        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(first.header("ETag")).matches("\"[0-9a-f]{16}\"");
        for (String known : List.of(first.header("ETag"), "W/" + first.header("ETag"), "\"other\", *")) {
            Reply again = clerk.with("If-None-Match", known).get("/text?size=6");
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        }
        assertThat(clerk.with("If-None-Match", first.header("ETag"))
                        .get("/text?size=7")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLongResponseIsCompressedForClientsThatAcceptIt() throws Exception {
        String token = tokens.issue("alice", "clerk", tokens.securityStamp("alice"), Map.of("place", "here"))
                .token();
        HttpResponse<byte[]> plain = compressed(token, "identity");
        HttpResponse<byte[]> gzip = compressed(token, "deflate, gzip;q=0.8");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzip.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(gzip.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(gzip.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(unzipped(gzip.body())).isEqualTo(plain.body());
        assertThat(compressed(token, "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static HttpResponse<byte[]> compressed(String token, String accepted) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.port() + "/thing/api/text?size=50000"))
                            .header("Authorization", "Bearer " + token)
                            .header("Accept-Encoding", accepted)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        }
    }

    @Test
    void cachedResponsesNeedAuthorizationToo() {
        assertThat(as("clerk", "here").get("/text").status()).isEqualTo(200);
        assertThat(as("clerk", "here").get("/text").status()).isEqualTo(200);
        assertThat(as("visitor", "here").get("/text").status()).isEqualTo(403);
        assertThat(at(server).get("/text").status()).isEqualTo(401);
        assertThat(as("visitor", "here").with("If-None-Match", "*").get("/text").status())
                .isEqualTo(403);
    }

    @Test
    void eachPlaceHasItsOwnResponsesAndTheHandlerSeesNoOtherClaims() {
        for (int time = 1; time <= 2; time++) {
            assertThat(as("clerk", "here").get("/place").json().path("text").asString())
                    .isEqualTo("here");
            assertThat(as("clerk", "there").get("/place").json().path("text").asString())
                    .isEqualTo("there");
        }
        assertThat(as("clerk", "here").get("/till").status()).isEqualTo(500);
    }

    @Test
    void aResponseThatDependsOnTheHourExpiresWithIt() {
        TestHttp clerk = as("clerk", "here");
        String before = clerk.get("/hour").body();
        assertThat(clerk.get("/hour").body()).isEqualTo(before);
        NOW.set(Instant.parse("2026-11-23T11:00:00Z"));
        assertThat(clerk.get("/hour").body()).isNotEqualTo(before);
    }

    @Test
    void aProblemIsNotCached() {
        TestHttp clerk = as("clerk", "here");
        int before = MADE.get();
        assertThat(clerk.get("/refused").problem()).isEqualTo("invalid-request");
        assertThat(clerk.get("/refused").problem()).isEqualTo("invalid-request");
        assertThat(clerk.get("/text?size=0").problem()).isEqualTo("invalid-request");
        assertThat(clerk.get("/text?size=1&size=1").problem()).isEqualTo("invalid-request");
        assertThat(MADE.get()).isEqualTo(before + 4);
    }

    @Test
    void nothingIsCachedWhenTheCacheIsOff() {
        try (HttpServer off = serverOf(settings("off"))) {
            TestHttp clerk = at(off).as(
                            tokens.issue("alice", "clerk", tokens.securityStamp("alice"), Map.of("place", "here"))
                                    .token());
            int before = MADE.get();
            assertThat(clerk.get("/text").header("ETag")).isEmpty();
            assertThat(clerk.get("/text").header("Cache-Control")).isEqualTo("no-store");
            assertThat(MADE.get()).isEqualTo(before + 2);
            assertThat(off.cache()).isEmpty();
            assertThat(server.cache()).isPresent();
        }
    }

    @Test
    void anInvalidCacheSettingIsRefused() {
        assertThatThrownBy(() -> settings("sometimes"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("COMPTOIR_CACHE");
        assertThat(settings("30s").cache().age()).isEqualTo(Duration.ofSeconds(30));
    }
}
