package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.SearchText;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.WordSearch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The products of the chain: searched, added and changed, with their history. */
public final class ProductsApi {
    static final ProblemType SKU_TAKEN = new ProblemType("sku-taken", 409, "Another product has this SKU");
    static final ProblemType BARCODE_TAKEN = new ProblemType("barcode-taken", 409, "Another product has this barcode");
    static final ProblemType VERSION_REQUIRED =
            new ProblemType("version-required", 428, "A change must name the version that it is based on");
    static final ProblemType VERSION_STALE = new ProblemType("version-stale", 412, "It was changed after it was read");
    static final ProblemType UNKNOWN_TAX_CLASS =
            new ProblemType("unknown-tax-class", 422, "No tax class has this code");

    private static final int HISTORY_LIMIT_CHANGES = 200;
    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The product");
    private static final Parameter<String> IF_MATCH =
            Parameter.header("If-Match", "The ETag of the product that the change is based on", "\"[0-9]{1,18}\"");
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, SKU or barcode; case and accents do not matter")
            .orElse("");
    private static final Parameter<String> CATEGORY = Parameter.query("category", "Only products of this category");

    private static final String IN_CATEGORY = ":category IS NULL OR category = :category";

    private final Database database;
    private final Catalogue catalogue;

    public ProductsApi(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /** One page of products, by name. */
    public record ProductPage(List<Product> items, @Nullable String next) {}

    /** @param changes field by field, the value before and after; {@code added} for a new product */
    public record ProductChange(long version, String changedBy, Instant changedAt, JsonNode changes) {}

    /** The newest changes of a product, newest first. */
    public record ProductHistory(List<ProductChange> items) {}

    public List<Endpoint> endpoints() {
        return Stream.concat(queries(), changes()).toList();
    }

    private Stream<Endpoint> queries() {
        return Stream.of(
                Endpoint.get("/products", "The products, by name")
                        .access(Staff.MANAGERS)
                        .takes(QUERY, CATEGORY, Paging.LIMIT, Paging.AFTER)
                        .returns(200, ProductPage.class)
                        .cached(CachePolicy.of(CacheTag.CATALOGUE))
                        .handledBy(this::list),
                Endpoint.get("/products/{id}", "One product, with its version as ETag")
                        .access(Staff.MANAGERS)
                        .takes(ID)
                        .returns(200, Product.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one),
                Endpoint.get(
                                "/products/{id}/changes",
                                "The changes of a product, newest first, at most " + HISTORY_LIMIT_CHANGES)
                        .access(Staff.MANAGERS)
                        .takes(ID)
                        .returns(200, ProductHistory.class)
                        .handledBy(this::history));
    }

    private Stream<Endpoint> changes() {
        return Stream.of(
                Endpoint.post("/products", "Adds a product; every store and the warehouse get it")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewProduct.class)
                        .returns(201, Product.class)
                        .refuses(SKU_TAKEN, BARCODE_TAKEN, UNKNOWN_TAX_CLASS)
                        .handledBy(this::add),
                Endpoint.patch("/products/{id}", "Changes a product; every store and the warehouse get the change")
                        .access(Staff.MANAGERS)
                        .takes(ID, IF_MATCH)
                        .body(ProductPatch.class)
                        .returns(200, Product.class)
                        .refuses(
                                ProblemType.NOT_FOUND,
                                VERSION_REQUIRED,
                                VERSION_STALE,
                                BARCODE_TAKEN,
                                UNKNOWN_TAX_CLASS)
                        .handledBy(this::change));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        WordSearch search = new WordSearch(SearchText.words(request.get(QUERY)));
        List<String> key = Paging.key(request, "", "0");
        List<Product> found = database.read(sql -> search.bind(sql.createQuery(
                        "SELECT " + Catalogue.COLUMNS + """
                         FROM (%s) AS product ORDER BY name, id LIMIT :limit
                        """.formatted(search.page("product", IN_CATEGORY))))
                .bind("name", key.get(0))
                .bind("id", Cursor.number(key.get(1)))
                .bindByType("category", request.find(CATEGORY), String.class)
                .bind("limit", limit + 1)
                .map(Catalogue.PRODUCT)
                .list());
        return Response.ok(new ProductPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.details().name(), last.id()})));
    }

    private Response one(Request request) {
        return database.read(sql -> Catalogue.find(sql, request.get(ID)))
                .map(product -> tagged(Response.ok(product), product))
                .orElseGet(() -> problem(new Catalogue.NotFound()));
    }

    private Response history(Request request) {
        return Response.ok(new ProductHistory(database.read(sql -> sql.createQuery("""
                        SELECT version, changed_by, changed_at, changes FROM product_change
                        WHERE product_id = :id ORDER BY version DESC LIMIT :limit
                        """)
                .bind("id", request.get(ID))
                .bind("limit", HISTORY_LIMIT_CHANGES)
                .map((row, context) -> new ProductChange(
                        row.getLong("version"),
                        row.getString("changed_by"),
                        row.getTimestamp("changed_at").toInstant(),
                        Json.read(row.getString("changes"), JsonNode.class)))
                .list())));
    }

    private Response add(Request request) {
        NewProduct wanted = request.body(NewProduct.class);
        String by = request.caller().name();
        return database.write(transaction -> {
            transaction.afterCommit(catalogue::wake);
            return Idempotency.once(
                    transaction,
                    "product " + by,
                    request.idempotencyKey(),
                    wanted,
                    () -> response(catalogue.add(transaction, wanted, by)));
        });
    }

    private Response change(Request request) {
        ProductPatch patch = request.body(ProductPatch.class);
        String etag = request.find(IF_MATCH);
        if (etag == null) {
            return Response.problem(VERSION_REQUIRED, "send the product's ETag in the header If-Match");
        }
        long version = Long.parseLong(etag.replace("\"", ""));
        String by = request.caller().name();
        Catalogue.Outcome outcome =
                database.statement(sql -> catalogue.change(sql, request.get(ID), version, patch, by));
        catalogue.wake();
        return response(outcome);
    }

    private static Response response(Catalogue.Outcome outcome) {
        return switch (outcome) {
            case Catalogue.Added(var product) ->
                tagged(Response.created("/headoffice/api/v1/products/" + product.id(), product), product);
            case Catalogue.Changed(var product) -> tagged(Response.ok(product), product);
            case Catalogue.Refusal refusal -> problem(refusal);
        };
    }

    static Response problem(Catalogue.Refusal refusal) {
        return switch (refusal) {
            case Catalogue.SkuTaken() -> Response.problem(SKU_TAKEN, "a SKU identifies one product");
            case Catalogue.BarcodeTaken() -> Response.problem(BARCODE_TAKEN, "a barcode identifies one product");
            case Catalogue.UnknownTaxClass(var code) ->
                Response.problem(UNKNOWN_TAX_CLASS, "no tax class has the code " + code);
            case Catalogue.NotFound() -> Response.problem(ProblemType.NOT_FOUND, "no product has this id");
            case Catalogue.VersionStale(var now) ->
                tagged(
                        Response.problem(
                                VERSION_STALE,
                                "the product has version " + now.version() + "; read it and try again",
                                Map.of("version", now.version(), "now", now)),
                        now);
        };
    }

    private static Response tagged(Response response, Product product) {
        return response.header("ETag", "\"" + product.version() + "\"");
    }
}
