package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Every endpoint has the same checks, limits and problems. */
class HttpServerTest {
    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The thing");
    private static final Parameter<Long> SIZE =
            Parameter.queryNumber("size", "How large", 1, 10).orElse(5L);

    record Thing(String name, int size, @Nullable String note, List<Inner> inners) {}

    record Inner(int value) {
        Inner {
            if (value < 0) {
                throw new IllegalArgumentException("a value is not below zero");
            }
        }
    }

    /** Its first name cannot be read. */
    public record Unwritable(List<String> names) {
        @JsonProperty
        public String first() {
            if (names.isEmpty()) {
                throw new NoClassDefFoundError("secret internals");
            }
            return names.getFirst();
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Database database;
    private static Tokens tokens;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        DatabaseSettings settings = TestPostgres.newDatabase("http", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
        tokens = Tokens.open(service, database, Clock.systemUTC());
        server = HttpServer.of(service, "Things", "/thing", tokens)
                .documentedBy(ApiDocs::assets)
                .readyWhen(database::isReachable)
                .serve("/thing/api/v1", endpoints())
                .start();
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/things/{id}", "One thing")
                        .access(Access.staff("clerk"))
                        .takes(ID, SIZE)
                        .returns(200, Inner.class)
                        .handledBy(request -> Response.ok(new Inner((int) (request.get(ID) * request.get(SIZE))))),
                Endpoint.post("/things", "A new thing")
                        .access(Access.staff("clerk"))
                        .body(Thing.class)
                        .bodyLimit(500)
                        .returns(201, Thing.class)
                        .handledBy(request -> Response.created("/things/1", request.body(Thing.class))),
                Endpoint.get("/things.csv", "All things, for spreadsheets")
                        .access(Access.staff("clerk"))
                        .returns(200, Csv.class)
                        .handledBy(request -> Response.ok(new Csv("name\r\nÉpicerie\r\n"))
                                .header("Content-Disposition", "attachment; filename=\"things.csv\"")),
                Endpoint.post("/broken", "Always fails")
                        .access(Access.anyone())
                        .returnsNoContent()
                        .handledBy(request -> {
                            throw new IllegalStateException("secret internals");
                        }),
                Endpoint.post("/endless", "Always fails with an error of the JVM")
                        .access(Access.anyone())
                        .returnsNoContent()
                        .handledBy(request -> {
                            throw new StackOverflowError("secret internals");
                        }),
                Endpoint.post("/unwritable", "Always responds with what cannot be written")
                        .access(Access.anyone())
                        .returns(200, Unwritable.class)
                        .handledBy(request -> Response.ok(new Unwritable(List.of()))));
    }

    @AfterAll
    static void stop() {
        server.close();
        tokens.close();
        database.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String tokenOf(String role) {
        return "Bearer "
                + tokens.issue("alice", role, tokens.securityStamp("alice"), Map.of())
                        .token();
    }

    private static HttpResponse<String> post(String body, String contentType) {
        return send(request("/thing/api/v1/things")
                .header("Authorization", tokenOf("clerk"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aValidTokenIsAccepted() {
        HttpResponse<String> response =
                send(request("/thing/api/v1/things/3?size=2").header("Authorization", tokenOf("clerk")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"value\":6}");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void missingAndInvalidTokensAre401AndAWrongRoleIs403() {
        assertThat(send(request("/thing/api/v1/things/3")).statusCode()).isEqualTo(401);
        assertThat(send(request("/thing/api/v1/things/3").header("Authorization", "Bearer a.b.c"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/thing/api/v1/things/3").header("Authorization", tokenOf("stranger")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRevokedTokenIsRefused() {
        String token = tokenOf("clerk");
        Caller caller = tokens.staff(token.substring(7));
        database.write(transaction -> {
            tokens.revoke(transaction, caller);
            return null;
        });
        assertThat(send(request("/thing/api/v1/things/3").header("Authorization", token))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void allEarlierTokensOfANameCanBeRevoked() {
        String old = "Bearer "
                + tokens.issue("bob", "clerk", tokens.securityStamp("bob"), Map.of())
                        .token();
        database.write(transaction -> {
            tokens.revokeAll(transaction, "bob");
            return null;
        });
        assertThat(send(request("/thing/api/v1/things/3").header("Authorization", old))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name":"a","size":1,"inners":[]}                     | 201 | a
                    {"name":"a","size":1,"note":null,"inners":[]}         | 201 | a
                    {"name":"a","size":1,"inners":[{"value":-1}]}         | 400 | inners[0]: a value is not below zero
                    {"name":"a","size":1}                                 | 400 | inners is missing
                    {"name":null,"size":1,"inners":[]}                    | 400 | name is missing
                    {"name":"a","size":1,"inners":[null]}                 | 400 | inners
                    {"name":"a","size":"1","inners":[]}                   | 400 | size
                    {"name":"a","size":1.5,"inners":[]}                   | 400 | size
                    {"name":"a","size":99999999999,"inners":[]}           | 400 | size
                    {"name":"a","size":1,"inners":[],"more":1}            | 400 | more is not a field
                    {"name":"a","name":"b","size":1,"inners":[]}          | 400 | JSON
                    {"name":"a","size":1,"inners":[]} {}                  | 400 | body
                    null                                                  | 400 | null
                    []                                                    | 400 | body
                    {"name                                                | 400 | JSON
                    """)
    void aBodyMustMatchItsType(String body, int status, String expected) {
        HttpResponse<String> response = post(body, "application/json");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(expected);
        if (status == 400) {
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void anotherContentTypeIs415AndATooLargeBodyIs413() {
        assertThat(post("{}", "text/plain").statusCode()).isEqualTo(415);
        assertThat(post("{\"name\":\"" + "x".repeat(1000) + "\"}", "application/json")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "/thing/api/v1/things/x, 400",
        "/thing/api/v1/things/0, 400",
        "/thing/api/v1/things/3?size=11, 400",
        "/thing/api/v1/things/3?size=1&size=2, 400",
        "/thing/api/v1/things/3?colour=red, 400",
        "/thing/api/v1/nothing, 404",
        "/thing/api/v1/things, 405"
    })
    void pathsAndParametersMustBeValid(String path, int status) {
        HttpResponse<String> response = send(request(path).header("Authorization", tokenOf("clerk")));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "endless", "unwritable"})
    void aDefectIs500WithoutInternalDetailsAndIsLoggedUnderTheRequestId(String path) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Dispatcher.class);
        logger.addAppender(log);
        HttpResponse<String> response = send(request("/thing/api/v1/" + path)
                .header("X-Request-Id", "defect-of-" + path)
                .POST(HttpRequest.BodyPublishers.noBody()));
        logger.detachAppender(log);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body())
                .doesNotContain("secret")
                .contains("urn:comptoir:problem:internal-error", "\"requestId\":\"defect-of-" + path + "\"");
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getFormattedMessage()).contains("/thing/api/v1/" + path);
            assertThat(event.getMDCPropertyMap()).containsEntry("request", "defect-of-" + path);
            assertThat(event.getThrowableProxy()).isNotNull();
        });
    }

    @Test
    void healthAndDocumentsNeedNoToken() {
        assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(request("/thing/openapi.json")).body()).contains("/thing/api/v1/things/{id}", "3.1.0");
        assertThat(send(request("/thing/docs")).body()).contains("swagger-ui");
        assertThat(send(request("/thing/docs/swagger-ui-bundle.js")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void csvIsUtf8WithAByteOrderMark() {
        HttpResponse<String> response =
                send(request("/thing/api/v1/things.csv").header("Authorization", tokenOf("clerk")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"things.csv\"");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.body()).isEqualTo("\uFEFFname\r\nÉpicerie\r\n");
        assertThat(send(request("/thing/api/v1/things.csv")).statusCode()).isEqualTo(401);
        JsonNode document = Json.read(send(request("/thing/openapi.json")).body(), JsonNode.class);
        JsonNode documented = document.path("paths")
                .path("/thing/api/v1/things.csv")
                .path("get")
                .path("responses")
                .path("200")
                .path("content");
        assertThat(documented.propertyNames()).containsExactly("text/csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Thé", "=SOMME(A1)", "+1", "-5 °C", "@moi", "\tonglet", "\rretour", "'cité", "''=1", "a=b"})
    void aCellIsNeverAFormulaAndKeepsItsValue(String value) {
        String cell = Csv.cell(value);
        assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r].*");
        assertThat(Csv.value(cell)).isEqualTo(value);
    }

    @Test
    void aHeadRequestGetsNoBody() {
        HttpResponse<String> response = send(request("/thing/api/v1/things/3")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", tokenOf("clerk")));
        assertThat(response.statusCode()).isIn(200, 405);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void theOpenApiDocumentListsExactlyTheRoutesServed() {
        JsonNode document = Json.read(send(request("/thing/openapi.json")).body(), JsonNode.class);
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                documented.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> served = new TreeSet<>(server.routes());
        served.removeIf(route -> route.startsWith("GET /thing/docs") || route.equals("GET /thing/openapi.json"));
        assertThat(documented).isEqualTo(served).isNotEmpty();
    }

    @Test
    void theOpenApiDocumentListsTheProblemsOfEveryOperation() {
        JsonNode document = Json.read(send(request("/thing/openapi.json")).body(), JsonNode.class);
        JsonNode responses =
                document.path("paths").path("/thing/api/v1/things").path("post").path("responses");
        assertThat(responses.propertyNames()).contains("201", "400", "401", "403", "413", "415", "429", "500", "503");
        assertThat(responses.path("413").path("description").asString()).contains("urn:comptoir:problem:too-large");
    }

    @Test
    void aMalformedRequestGetsAProblemToo() {
        HttpResponse<String> response = send(request("/thing/api/v1/things/%00"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
}
