package dev.comptoir.headoffice.catalogue;

import dev.comptoir.headoffice.catalogue.ProductFile.Line;
import dev.comptoir.headoffice.catalogue.ProductImport.BadLines;
import dev.comptoir.headoffice.catalogue.ProductImport.ImportEffect;
import dev.comptoir.headoffice.catalogue.ProductImport.Imported;
import dev.comptoir.headoffice.catalogue.ProductImport.ProductRefused;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;
import java.util.Map;

/** Import and export of products as a CSV file. */
public final class ProductImportsApi {
    static final ProblemType BAD_LINES =
            new ProblemType("bad-lines", 422, "Some lines are invalid, so nothing was imported");
    private static final int BODY_LIMIT_BYTES = 2_500_000;
    private static final int EXPORT_LIMIT_PRODUCTS = 200_000;
    private static final int SHOWN_BAD_LINES = 100;

    private final Database database;
    private final ProductImport productImport;

    public ProductImportsApi(Database database, Catalogue catalogue) {
        this.database = database;
        this.productImport = new ProductImport(catalogue);
    }

    /** @param csv the text of the file, at most {@value ProductFile#LINES_LIMIT} products */
    public record ProductsFile(String csv) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/products.csv", "Exports all products to a file that can be imported again")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, Csv.class)
                        .handledBy(request -> export()),
                importPreview(),
                importOfFile());
    }

    private Endpoint importPreview() {
        return Endpoint.post("/products/imports/preview", "Previews the import of a file; changes nothing")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .body(ProductsFile.class)
                .bodyLimit(BODY_LIMIT_BYTES)
                .returns(200, ImportEffect.class)
                .handledBy(this::preview);
    }

    private Endpoint importOfFile() {
        return Endpoint.post("/products/imports", "Adds and changes products from a file: every line or none")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .idempotent()
                .body(ProductsFile.class)
                .bodyLimit(BODY_LIMIT_BYTES)
                .returns(201, ImportEffect.class)
                .refuses(
                        BAD_LINES,
                        ProductsApi.SKU_TAKEN,
                        ProductsApi.BARCODE_TAKEN,
                        ProductsApi.VERSION_STALE,
                        ProductsApi.UNKNOWN_TAX_CLASS)
                .handledBy(this::run);
    }

    private Response export() {
        List<Product> products = database.read(
                sql -> sql.createQuery("SELECT " + Catalogue.COLUMNS + " FROM product ORDER BY sku LIMIT :limit")
                        .bind("limit", EXPORT_LIMIT_PRODUCTS)
                        .map(Catalogue.PRODUCT)
                        .list());
        return Response.ok(new Csv(ProductFile.write(products)))
                .header("Content-Disposition", "attachment; filename=\"comptoir-products.csv\"");
    }

    private Response preview(Request request) {
        List<Line> lines = ProductFile.read(request.body(ProductsFile.class).csv());
        return Response.ok(database.read(sql -> ProductImport.preview(sql, lines)));
    }

    private Response run(Request request) {
        ProductsFile file = request.body(ProductsFile.class);
        List<Line> lines = ProductFile.read(file.csv());
        String by = request.caller().name();
        return database.write(transaction -> Idempotency.once(
                transaction,
                "import " + by,
                request.idempotencyKey(),
                file,
                () -> response(productImport.run(transaction, lines, by))));
    }

    private static Response response(ProductImport.Outcome outcome) {
        return switch (outcome) {
            case Imported(var effect) -> Response.created("/headoffice/api/v1/products", effect);
            case ProductImport.Refusal refusal -> problem(refusal);
            case ProductRefused(var refusal) -> ProductsApi.problem(refusal);
        };
    }

    private static Response problem(ProductImport.Refusal refusal) {
        return switch (refusal) {
            case BadLines(var lines) ->
                Response.problem(
                        BAD_LINES,
                        lines.size() + " lines are invalid",
                        Map.of(
                                "count",
                                (long) lines.size(),
                                "lines",
                                lines.stream().limit(SHOWN_BAD_LINES).toList()));
        };
    }
}
