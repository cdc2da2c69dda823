package dev.comptoir.headoffice.catalogue;

import dev.comptoir.headoffice.catalogue.Imports.Step;
import dev.comptoir.headoffice.catalogue.ProductFile.Line;
import dev.comptoir.headoffice.staff.Permissions;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products from a file and into one. */
public final class ImportsApi {
    static final ProblemType BAD_LINES = new ProblemType("bad-lines", 422, "Some lines cannot be taken, so none was");
    private static final int BODY_LIMIT_BYTES = 2_500_000;
    private static final int EXPORT_LIMIT = 200_000;

    private final Database database;
    private final Catalogue catalogue;
    private final Imports imports;

    public ImportsApi(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
        this.imports = new Imports(catalogue);
    }

    /** @param csv the text of the file, at most {@value ProductFile#LINES_LIMIT} products */
    public record ProductsFile(String csv) {}

    /**
     * What a line of the file comes to.
     *
     * @param line from 1, the header included
     * @param effect add, change, none or error
     * @param reason of an error, in one word: duplicate-sku, barcode-taken, incomplete, wrong-cells when it has more or
     *     fewer than the header, or wrong- and the column
     * @param changes field by field what it was and what it would be
     */
    public record LineEffect(
            int line, String sku, String effect, @Nullable String reason, Map<String, Object> changes) {}

    /** What a file does, line by line. */
    public record ImportEffect(long added, long changed, long unchanged, long errors, List<LineEffect> lines) {
        static ImportEffect of(List<Step> steps) {
            List<LineEffect> lines = steps.stream().map(Step::effect).toList();
            return new ImportEffect(
                    count(lines, "add"), count(lines, "change"), count(lines, "none"), count(lines, "error"), lines);
        }

        private static long count(List<LineEffect> lines, String effect) {
            return lines.stream().filter(line -> line.effect().equals(effect)).count();
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/products.csv", "All products, as a file that can be imported again")
                        .access(Permissions.MANAGERS)
                        .answers(200, Csv.class)
                        .handledBy(request -> Response.ok(new Csv(
                                        database.read(sql -> ProductFile.write(sql.createQuery("SELECT "
                                                        + Catalogue.COLUMNS + " FROM product ORDER BY sku LIMIT :limit")
                                                .bind("limit", EXPORT_LIMIT)
                                                .map(Catalogue.PRODUCT)
                                                .list()))))
                                .header("Content-Disposition", "attachment; filename=\"comptoir-products.csv\"")),
                Endpoint.post("/products/imports/preview", "What a file of products would do; nothing is changed")
                        .access(Permissions.MANAGERS)
                        .body(ProductsFile.class)
                        .bodyLimit(BODY_LIMIT_BYTES)
                        .answers(200, ImportEffect.class)
                        .handledBy(this::preview),
                Endpoint.post("/products/imports", "Adds and changes products from a file, all or none")
                        .access(Permissions.MANAGERS)
                        .idempotent()
                        .body(ProductsFile.class)
                        .bodyLimit(BODY_LIMIT_BYTES)
                        .answers(201, ImportEffect.class)
                        .refuses(BAD_LINES, ProductsApi.SKU_TAKEN, ProductsApi.BARCODE_TAKEN, ProductsApi.VERSION_STALE)
                        .handledBy(this::apply));
    }

    private Response preview(Request request) {
        List<Line> lines = ProductFile.read(request.body(ProductsFile.class).csv());
        return Response.ok(ImportEffect.of(database.read(sql -> Imports.plan(sql, lines))));
    }

    private Response apply(Request request) {
        ProductsFile file = request.body(ProductsFile.class);
        String by = request.caller().name();
        List<Line> lines = ProductFile.read(file.csv());
        return catalogue.once(
                transaction -> Idempotency.once(transaction, "import " + by, request.idempotencyKey(), file, () -> {
                    List<Step> steps = Imports.plan(transaction.sql(), lines);
                    ImportEffect effect = ImportEffect.of(steps);
                    if (effect.errors() > 0) {
                        return Response.problem(
                                BAD_LINES,
                                effect.errors() + " lines cannot be taken",
                                Map.of(
                                        "count", effect.errors(),
                                        "lines",
                                                effect.lines().stream()
                                                        .filter(line ->
                                                                line.effect().equals("error"))
                                                        .limit(100)
                                                        .toList()));
                    }
                    return imports.apply(transaction, steps, by)
                            .map(ProductsApi::answer)
                            .orElseGet(() -> Response.created("/headoffice/api/v1/products", effect));
                }),
                ProductsApi::answer);
    }
}
