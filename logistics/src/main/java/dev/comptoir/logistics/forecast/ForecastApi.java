package dev.comptoir.logistics.forecast;

import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the stores have and ask, and what will run out. */
public final class ForecastApi {
    /** How many days pass between an order and goods on the shelf. */
    private static final int LEAD_DAYS = 3;

    /** How many days' sales a shelf should still hold when the goods come. */
    private static final int SAFETY_DAYS = 2;

    /** How many days the sales are counted over, and a suggestion lasts. */
    private static final int COVERED_DAYS = 14;

    private static final Parameter<Long> PRODUCT = Parameter.pathNumber("productId", "The product");

    private final Database database;

    public ForecastApi(Database database) {
        this.database = database;
    }

    /**
     * What a store has of a product.
     *
     * @param quantity absent while the head office has not told it
     * @param ordered units that it asked for and that are not on its shelf yet
     * @param orderState of the open order: requested or shipped
     */
    public record StoreStock(
            String store,
            String name,
            @Nullable Long quantity,
            long soldIn14Days,
            @Nullable Instant asOf,
            long ordered,
            @Nullable String orderState) {}

    public record StoreStockList(List<StoreStock> items) {}

    /**
     * A product that a store will run out of.
     *
     * @param soldIn14Days {@code soldIn14Days / 14} are sold in a day
     * @param onTheWay units that the store asked for already
     * @param central what the warehouse has
     * @param missing {@code soldIn14Days - quantity - onTheWay}: what makes the shelf last fourteen days
     * @param suggested as much of it as the warehouse has
     */
    public record Suggestion(
            String store,
            String storeName,
            long productId,
            String sku,
            String name,
            long quantity,
            long onTheWay,
            long soldIn14Days,
            long central,
            long missing,
            long suggested,
            Instant asOf) {}

    /**
     * Most urgent first: those where {@code (quantity + onTheWay) x 14 < soldIn14Days x (leadDays + safetyDays)}.
     *
     * @param leadDays from an order to goods on the shelf
     * @param safetyDays of sales that a shelf should still hold then
     */
    public record SuggestionList(int leadDays, int safetyDays, int coveredDays, List<Suggestion> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/products/{productId}/stores", "What each store has of a product, and asks")
                        .access(Staff.WAREHOUSE)
                        .takes(PRODUCT)
                        .answers(200, StoreStockList.class)
                        .handledBy(this::stores),
                Endpoint.get("/suggestions", "What the stores will run out of, most urgent first, at most 200")
                        .access(Staff.WAREHOUSE)
                        .answers(200, SuggestionList.class)
                        .handledBy(this::suggestions));
    }

    private Response stores(Request request) {
        return Response.ok(new StoreStockList(database.read(sql -> sql.createQuery("""
                        SELECT s.code, s.name, k.quantity, coalesce(k.sold_in_14_days, 0) AS sold, k.as_of,
                               coalesce(o.quantity, 0) AS ordered, o.state
                        FROM store s
                        LEFT JOIN store_stock k ON k.store_code = s.code AND k.product_id = :product
                        LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity, min(state) AS state FROM restock_order
                                           WHERE store_code = s.code AND product_id = :product
                                             AND state IN ('requested', 'shipped')) AS o ON true
                        ORDER BY s.code LIMIT 10000
                        """)
                .bind("product", request.get(PRODUCT))
                .map((row, context) -> new StoreStock(
                        row.getString("code"),
                        row.getString("name"),
                        row.getObject("quantity", Long.class),
                        row.getLong("sold"),
                        row.getTimestamp("as_of") == null
                                ? null
                                : row.getTimestamp("as_of").toInstant(),
                        row.getLong("ordered"),
                        row.getString("state")))
                .list())));
    }

    private Response suggestions(Request request) {
        List<Suggestion> found = database.read(sql -> sql.createQuery("""
                        SELECT k.store_code, s.name AS store_name, p.id, p.sku, p.name, k.quantity, o.quantity AS on_the_way,
                               k.sold_in_14_days AS sold, coalesce(c.quantity, 0) AS central, k.as_of
                        FROM store_stock k
                        JOIN store s ON s.code = k.store_code
                        JOIN product p ON p.id = k.product_id
                        LEFT JOIN central_stock c ON c.product_id = k.product_id
                        CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS quantity FROM restock_order
                                            WHERE store_code = k.store_code AND product_id = k.product_id
                                              AND state IN ('requested', 'shipped')) AS o
                        WHERE k.sold_in_14_days > 0
                          AND (k.quantity + o.quantity) * :covered < k.sold_in_14_days * :horizon
                        ORDER BY (k.quantity + o.quantity)::numeric / k.sold_in_14_days, k.sold_in_14_days DESC,
                                 k.store_code, p.id
                        LIMIT 200
                        """)
                .bind("covered", COVERED_DAYS)
                .bind("horizon", LEAD_DAYS + SAFETY_DAYS)
                .map((row, context) -> {
                    long missing = row.getLong("sold") - row.getLong("quantity") - row.getLong("on_the_way");
                    return new Suggestion(
                            row.getString("store_code"),
                            row.getString("store_name"),
                            row.getLong("id"),
                            row.getString("sku"),
                            row.getString("name"),
                            row.getLong("quantity"),
                            row.getLong("on_the_way"),
                            row.getLong("sold"),
                            row.getLong("central"),
                            missing,
                            Math.min(missing, row.getLong("central")),
                            row.getTimestamp("as_of").toInstant());
                })
                .list());
        return Response.ok(new SuggestionList(LEAD_DAYS, SAFETY_DAYS, COVERED_DAYS, found));
    }
}
