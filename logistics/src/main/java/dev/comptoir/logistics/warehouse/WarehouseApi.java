package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Quantity;
import dev.comptoir.logistics.caching.CacheTag;
import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.logistics.warehouse.CentralStock.Position;
import dev.comptoir.logistics.warehouse.CentralStock.Search;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products and their central stock. */
public final class WarehouseApi {
    private static final Parameter<Long> PRODUCT = Parameter.pathNumber("productId", "The product");
    private static final Parameter<String> QUERY =
            Parameter.query("query", "Words of the name, SKU or barcode; case and accents do not matter");
    private static final Parameter<String> CATEGORY = Parameter.query("category", "Only products of this category");

    private final Database database;
    private final CentralStock stock;

    public WarehouseApi(Database database, CentralStock stock) {
        this.database = database;
        this.stock = stock;
    }

    /** A page of products, by name. */
    record StockedProductPage(
            List<StockedProduct> items, @Nullable String next) {}

    /**
     * Goods that arrived.
     *
     * @param note where they came from, at most {@value #NOTE_LIMIT} characters
     */
    record Receipt(Quantity quantity, @Nullable String note) {
        static final int NOTE_LIMIT = 200;

        Receipt {
            if (note != null && note.length() > NOTE_LIMIT) {
                throw new IllegalArgumentException("a note has at most " + NOTE_LIMIT + " characters");
            }
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                list("/products", "Products with their central stock, by name"),
                list("/stock", "The central stock, by product name"),
                Endpoint.get("/products/{productId}", "One product with its central stock")
                        .access(Staff.WAREHOUSE)
                        .takes(PRODUCT)
                        .returns(200, StockedProduct.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .cached(CachePolicy.of(CacheTag.GOODS))
                        .handledBy(this::product),
                Endpoint.post("/stock/{productId}/receipts", "Receives goods into the central stock")
                        .access(Staff.WAREHOUSE)
                        .takes(PRODUCT)
                        .idempotent()
                        .body(Receipt.class)
                        .returns(200, StockedProduct.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::receive));
    }

    private Endpoint list(String path, String summary) {
        return Endpoint.get(path, summary)
                .access(Staff.WAREHOUSE)
                .takes(QUERY, CATEGORY, Paging.AFTER, Paging.LIMIT)
                .returns(200, StockedProductPage.class)
                .cached(CachePolicy.of(CacheTag.GOODS))
                .handledBy(this::products);
    }

    private Response products(Request request) {
        long limit = request.get(Paging.LIMIT);
        Search search = new Search(request.find(QUERY), request.find(CATEGORY));
        List<String> key = Paging.key(request, "", "0");
        Position after = new Position(key.get(0), Cursor.number(key.get(1)));
        List<StockedProduct> rows = database.read(sql -> stock.list(sql, search, after, limit + 1));
        return Response.ok(new StockedProductPage(Paging.page(rows, limit), Paging.next(rows, limit, last ->
                new Object[] {last.name(), last.id()})));
    }

    private Response product(Request request) {
        long id = request.get(PRODUCT);
        return database.read(sql -> stock.find(sql, id)).map(Response::ok).orElseGet(() -> unknown(id));
    }

    private Response receive(Request request) {
        long id = request.get(PRODUCT);
        Receipt receipt = request.body(Receipt.class);
        String by = request.caller().name();
        return database.write(transaction -> Idempotency.once(
                transaction,
                by,
                request.idempotencyKey(),
                List.of("receipt", id, receipt),
                () -> stock.receive(transaction, id, receipt.quantity(), receipt.note(), by)
                        .map(Response::ok)
                        .orElseGet(() -> unknown(id))));
    }

    private static Response unknown(long productId) {
        return Response.problem(ProblemType.NOT_FOUND, "no product has the id " + productId);
    }
}
