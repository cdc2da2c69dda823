package dev.comptoir.platform.openapi;

import dev.comptoir.platform.http.Asset;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Webjar;
import dev.comptoir.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The OpenAPI document of a service, and a page that shows it; nothing is loaded from other hosts. */
public final class ApiDocs {
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

    private static final Webjar SWAGGER_UI = new Webjar("org.webjars", "swagger-ui");

    private ApiDocs() {}

    /** The files by their paths. */
    public static Map<String, Asset> assets(String title, String root, List<Endpoint> endpoints) {
        byte[] document = Json.bytes(OpenApi.document(title, endpoints));
        return Map.of(
                root + "/openapi.json", Asset.changing("openapi.json", document, POLICY),
                root + "/docs", Asset.changing("docs.html", utf8(PAGE.formatted(title)), POLICY),
                root + "/docs/start.js", Asset.changing("start.js", utf8(START), POLICY),
                root + "/docs/swagger-ui.css", swaggerUi("swagger-ui.css"),
                root + "/docs/swagger-ui-bundle.js", swaggerUi("swagger-ui-bundle.js"));
    }

    private static Asset swaggerUi(String name) {
        return Asset.changing(name, SWAGGER_UI.read(name), POLICY);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
