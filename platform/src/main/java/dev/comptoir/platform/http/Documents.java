package dev.comptoir.platform.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The OpenAPI document of a service, and a page that shows it; all assets are served from here. */
final class Documents {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <link rel="stylesheet" href="docs/swagger-ui.css">
            </head>
            <body>
            <div id="api"></div>
            <script src="docs/swagger-ui-bundle.js"></script>
            <script src="docs/start.js"></script>
            </body>
            </html>
            """;
    private static final String START = """
            SwaggerUIBundle({ url: new URL("../openapi.json", document.currentScript.src).href, dom_id: "#api" });
            """;
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private final String root;
    private final Map<String, Asset> assets;

    private record Asset(String type, byte[] bytes) {}

    private Documents(String root, Map<String, Asset> assets) {
        this.root = root;
        this.assets = assets;
    }

    static Documents of(String title, String root, List<Endpoint> endpoints) {
        return new Documents(
                root,
                Map.of(
                        "/openapi.json", new Asset("application/json", Json.bytes(OpenApi.document(title, endpoints))),
                        "/docs", new Asset("text/html; charset=utf-8", utf8(PAGE.formatted(title))),
                        "/docs/start.js", new Asset("text/javascript; charset=utf-8", utf8(START)),
                        "/docs/swagger-ui.css", new Asset("text/css; charset=utf-8", swaggerUi("swagger-ui.css")),
                        "/docs/swagger-ui-bundle.js",
                                new Asset("text/javascript; charset=utf-8", swaggerUi("swagger-ui-bundle.js"))));
    }

    void serve(JavalinConfig config) {
        assets.forEach((path, asset) -> config.routes.addEndpoint(
                new io.javalin.router.Endpoint(HandlerType.GET, root + path, context -> answer(context, asset))));
    }

    private static void answer(Context context, Asset asset) {
        context.contentType(asset.type());
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-cache");
        context.result(asset.bytes());
    }

    private static byte[] swaggerUi(String name) {
        return resource("/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/" + name);
    }

    private static String swaggerUiVersion() {
        Properties properties = new Properties();
        try (InputStream input =
                Documents.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(input);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }

    private static byte[] resource(String path) {
        try (InputStream input = Documents.class.getResourceAsStream(path)) {
            if (input == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return input.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
