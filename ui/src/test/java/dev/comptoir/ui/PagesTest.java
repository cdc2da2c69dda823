package dev.comptoir.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import dev.comptoir.ui.testpages.first.First;
import dev.comptoir.ui.testpages.second.Second;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service serves its own pages: one document that browsers revalidate, and files that they cache for good. */
class PagesTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Database database;
    private static Tokens tokens;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        DatabaseSettings settings = TestPostgres.newDatabase("pages", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
        tokens = Tokens.open(service, database, Clock.systemUTC());
        server = HttpServer.of(service, "Things", "/thing", tokens)
                .readyWhen(database::isReachable)
                .assets(Pages.of("/thing", First.class).assets())
                .documentedBy(ApiDocs::assets)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        tokens.close();
        database.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    /** The URLs in the document. */
    private static List<String> addresses() {
        return ADDRESS.matcher(get("/thing").body())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    private static String addressOf(String name) {
        return addresses().stream()
                .filter(address -> address.endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static String base() {
        String script = addressOf("/app.js");
        return script.substring(0, script.length() - "app.js".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/thing"})
    void theDocumentHasAPolicyThatAllowsOnlyTheServiceItself(String path) {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("text/html");
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void theDocumentHasNoInlineScriptsOrStylesAndNoOtherHosts() {
        String document = get("/").body();

        assertThat(document).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("<style", "style=", "://");
        assertThat(addresses())
                .isNotEmpty()
                .allSatisfy(address -> assertThat(address).startsWith("/thing/assets/"));
    }

    @Test
    void theDocumentIsRevalidated() {
        HttpResponse<String> first = get("/");
        HttpResponse<String> again = get("/", "If-None-Match", header(first, "ETag"));
        HttpResponse<String> other = get("/", "If-None-Match", "\"another\"");

        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void everyFileOfTheDocumentExistsAndIsCachedForGood() {
        assertThat(addresses()).hasSizeGreaterThan(10).allSatisfy(address -> {
            HttpResponse<String> response = get(address);
            assertThat(response.statusCode()).as(address).isEqualTo(200);
            assertThat(header(response, "Cache-Control")).contains("immutable", "max-age=31536000");
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        });
    }

    @Test
    void theUrlOfTheFilesChangesWithTheirContentAndOnlyThen() {
        assertThat(Pages.of("/thing", First.class).assets().keySet())
                .isEqualTo(Pages.of("/thing", First.class).assets().keySet())
                .doesNotContainAnyElementsOf(Pages.of("/thing", Second.class).assets().keySet().stream()
                        .filter(path -> path.contains("/assets/"))
                        .toList());
    }

    @Test
    void aUrlOfAnEarlierReleaseIsNotFound() {
        assertThat(get("/thing/assets/0000000000000000/app.js").statusCode()).isEqualTo(404);
    }

    @Test
    void theIconListsBecomeOneSvgWithEachIconOnce() {
        HttpResponse<String> picture = get(base() + "shared/icons.svg");

        List<String> names = Pattern.compile("<symbol id=\"([^\"]+)\"")
                .matcher(picture.body())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(header(picture, "Content-Type")).isEqualTo("image/svg+xml");
        assertThat(names).contains("truck", "log-out").containsOnlyOnce("x").doesNotHaveDuplicates();
        assertThat(picture.body()).contains("viewBox=\"0 0 24 24\"");
        assertThat(get(base() + "icons.txt").statusCode()).isEqualTo(404);
        assertThat(get(base() + "shared/icons.txt").statusCode()).isEqualTo(404);
    }
}
