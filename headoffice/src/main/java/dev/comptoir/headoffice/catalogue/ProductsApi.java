package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Permissions;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The products, for those who decide on them. */
public final class ProductsApi {
    static final ProblemType SKU_TAKEN = new ProblemType("sku-taken", 409, "Another product has this SKU");
    static final ProblemType BARCODE_TAKEN = new ProblemType("barcode-taken", 409, "Another product has this barcode");
    static final ProblemType VERSION_REQUIRED =
            new ProblemType("version-required", 428, "A change must name the version that it changes");
    static final ProblemType VERSION_STALE =
            new ProblemType("version-stale", 412, "The product was changed since it was read");

    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The product");
    private static final Parameter<String> IF_MATCH =
            Parameter.header("If-Match", "The ETag of the product as it was read", "\"[0-9]{1,18}\"");
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, the SKU or the barcode; accents and case do not matter")
            .orElse("");
    private static final Parameter<String> CATEGORY = Parameter.query("category", "The whole name of a category");

    private final Database database;
    private final Catalogue catalogue;

    public ProductsApi(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /**
     * A product to add.
     *
     * @param sku 1 to 20 capitals, digits and '-'
     * @param barcode 8 to 14 digits
     * @param price 0 to 10,000,000 cents
     * @param thresholds low under 5 and over above 100 when absent
     */
    public record NewProduct(
            String sku,
            @Nullable String barcode,
            String name,
            @Nullable String description,
            String category,
            Money price,
            @Nullable Thresholds thresholds,
            @Nullable Map<String, Thresholds> storeThresholds) {
        public NewProduct {
            ProductValues.checkSku(sku);
            ProductValues.checkBarcode(barcode);
            ProductValues.check(name, description, category, price, storeThresholds);
        }

        Product draft(long version) {
            return new Product(
                    0,
                    version,
                    sku,
                    barcode,
                    name.strip(),
                    description == null ? "" : description.strip(),
                    category.strip(),
                    price,
                    thresholds == null ? Thresholds.DEFAULT : thresholds,
                    storeThresholds == null ? Map.of() : storeThresholds);
        }
    }

    /**
     * What to change; what is absent stays.
     *
     * @param barcode empty to take it away
     */
    public record ProductPatch(
            @Nullable String barcode,
            @Nullable String name,
            @Nullable String description,
            @Nullable String category,
            @Nullable Money price,
            @Nullable Thresholds thresholds,
            @Nullable Map<String, Thresholds> storeThresholds) {
        public ProductPatch {
            ProductValues.checkBarcode(barcode == null || barcode.isEmpty() ? null : barcode);
            ProductValues.check(name, description, category, price, storeThresholds);
        }

        Product applyTo(Product before, long version) {
            return new Product(
                    before.id(),
                    version,
                    before.sku(),
                    barcode == null ? before.barcode() : barcode.isEmpty() ? null : barcode,
                    name == null ? before.name() : name.strip(),
                    description == null ? before.description() : description.strip(),
                    category == null ? before.category() : category.strip(),
                    price == null ? before.price() : price,
                    thresholds == null ? before.thresholds() : thresholds,
                    storeThresholds == null ? before.storeThresholds() : storeThresholds);
        }
    }

    /** One page of products, by name. */
    public record ProductPage(List<Product> items, @Nullable String next) {}

    /** @param changes field by field what it was and what it is; {@code added} for a new product */
    public record ProductChange(long version, String changedBy, Instant changedAt, JsonNode changes) {}

    /** The newest changes of a product, newest first. */
    public record ProductHistory(List<ProductChange> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/products", "The products, by name")
                        .access(Permissions.MANAGERS)
                        .takes(QUERY, CATEGORY, Paging.LIMIT, Paging.AFTER)
                        .answers(200, ProductPage.class)
                        .cached(CachePolicy.of(CacheTag.CATALOGUE))
                        .handledBy(this::list),
                Endpoint.get("/products/{id}", "One product, with its version as ETag")
                        .access(Permissions.MANAGERS)
                        .takes(ID)
                        .answers(200, Product.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one),
                Endpoint.get("/products/{id}/changes", "Who changed what, newest first, at most 200")
                        .access(Permissions.MANAGERS)
                        .takes(ID)
                        .answers(200, ProductHistory.class)
                        .handledBy(this::history),
                Endpoint.post("/products", "Adds a product, for every store and the warehouse")
                        .access(Permissions.MANAGERS)
                        .idempotent()
                        .body(NewProduct.class)
                        .answers(201, Product.class)
                        .refuses(SKU_TAKEN, BARCODE_TAKEN)
                        .handledBy(this::add),
                Endpoint.patch("/products/{id}", "Changes a product, for every store and the warehouse")
                        .access(Permissions.MANAGERS)
                        .takes(ID, IF_MATCH)
                        .body(ProductPatch.class)
                        .answers(200, Product.class)
                        .refuses(ProblemType.NOT_FOUND, VERSION_REQUIRED, VERSION_STALE, BARCODE_TAKEN)
                        .handledBy(this::change));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> patterns = SearchText.patterns(request.get(QUERY));
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of("", "0") : Cursor.read(after, 2);
        List<Product> found = database.read(sql -> sql.createQuery("SELECT " + Catalogue.COLUMNS + """
                         FROM product
                        WHERE (name, id) > (:name, :id) AND search LIKE :pattern AND search LIKE ALL(:patterns)
                          AND (:category IS NULL OR category = :category)
                        ORDER BY name, id LIMIT :limit
                        """)
                .bind("name", key.get(0))
                .bind("id", Cursor.number(key.get(1)))
                .bind("pattern", patterns.getFirst())
                .bindArray("patterns", String.class, patterns)
                .bindByType("category", request.find(CATEGORY), String.class)
                .bind("limit", limit + 1)
                .map(Catalogue.PRODUCT)
                .list());
        return Response.ok(new ProductPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.name(), last.id()})));
    }

    private Response one(Request request) {
        long id = request.get(ID);
        Optional<Product> found =
                database.read(sql -> sql.createQuery("SELECT " + Catalogue.COLUMNS + " FROM product WHERE id = :id")
                        .bind("id", id)
                        .map(Catalogue.PRODUCT)
                        .findOne());
        return found.map(ProductsApi::tagged)
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no product has the id " + id));
    }

    private static Response tagged(Product product) {
        return Response.ok(product).header("ETag", "\"" + product.version() + "\"");
    }

    private Response history(Request request) {
        return Response.ok(new ProductHistory(database.read(sql -> sql.createQuery("""
                        SELECT version, changed_by, changed_at, changes FROM product_change
                        WHERE product_id = :id ORDER BY version DESC LIMIT 200
                        """)
                .bind("id", request.get(ID))
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
        return catalogue.once(
                transaction -> Idempotency.once(
                        transaction,
                        "product " + by,
                        request.idempotencyKey(),
                        wanted,
                        () -> answer(catalogue.add(transaction, wanted, by))),
                ProductsApi::answer);
    }

    private Response change(Request request) {
        ProductPatch patch = request.body(ProductPatch.class);
        String version = request.find(IF_MATCH);
        if (version == null) {
            return Response.problem(VERSION_REQUIRED, "send the product's ETag in the header If-Match");
        }
        long expected = Long.parseLong(version.replace("\"", ""));
        return catalogue.once(
                transaction -> answer(catalogue.change(
                        transaction,
                        request.get(ID),
                        expected,
                        patch,
                        request.caller().name())),
                ProductsApi::answer);
    }

    static Response answer(Catalogue.Outcome outcome) {
        return switch (outcome) {
            case Catalogue.Added(var product) ->
                Response.created("/headoffice/api/v1/products/" + product.id(), product)
                        .header("ETag", "\"" + product.version() + "\"");
            case Catalogue.Changed(var product) -> tagged(product);
            case Catalogue.SkuTaken taken -> Response.problem(SKU_TAKEN, "a SKU names one product");
            case Catalogue.BarcodeTaken taken -> Response.problem(BARCODE_TAKEN, "a barcode names one product");
            case Catalogue.UnknownProduct unknown -> Response.problem(ProblemType.NOT_FOUND, "no product has this id");
            case Catalogue.Stale(var now) ->
                Response.problem(
                                VERSION_STALE,
                                "the product has version " + now.version() + "; read it and try again",
                                Map.of("version", now.version(), "now", now))
                        .header("ETag", "\"" + now.version() + "\"");
        };
    }
}
