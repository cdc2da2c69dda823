package dev.comptoir.logistics.forecast;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The stock of the stores, and suggestions for what they will run out of. */
public final class ForecastApi {
    private static final int LEAD_DAYS = 3;
    private static final int SAFETY_DAYS = 2;

    /** Days over which sales are counted, and which a suggestion covers. */
    private static final int COVERED_DAYS = 14;

    private static final int STORES_LIMIT = 10_000;
    private static final int SUGGESTIONS_LIMIT = 200;

    private static final String SUGGESTIONS = """
            SELECT k.store_code AS store, s.name AS store_name, p.id AS product_id, p.sku, p.name, k.quantity,
                   o.quantity AS on_the_way, k.sold_in_14_days, coalesce(c.quantity, 0) AS central, m.missing,
                   least(m.missing, coalesce(c.quantity, 0)) AS suggested, k.as_of
            FROM store_stock k
            JOIN store s ON s.code = k.store_code AND NOT s.closed
            JOIN product p ON p.id = k.product_id AND NOT p.withdrawn
            LEFT JOIN central_stock c ON c.product_id = k.product_id
            CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS quantity FROM restock_order
                                WHERE store_code = k.store_code AND product_id = k.product_id
                                  AND state IN ('requested', 'shipped')) AS o
            CROSS JOIN LATERAL (SELECT k.sold_in_14_days - k.quantity - o.quantity AS missing) AS m
            WHERE k.sold_in_14_days > 0
              AND (k.quantity + o.quantity) * :covered < k.sold_in_14_days * :horizon
            ORDER BY (k.quantity + o.quantity)::numeric / k.sold_in_14_days, k.sold_in_14_days DESC, k.store_code, p.id
            LIMIT :limit
            """;

    private static final Parameter<Long> PRODUCT = Parameter.pathNumber("productId", "The product");

    private final Database database;

    public ForecastApi(Database database) {
        this.database = database;
    }

    /**
     * The stock of a product in one store.
     *
     * @param quantity absent until the head office has sent it
     * @param ordered units in open restock orders of the store
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

    /** A product that a store will run out of. */
    public record Suggestion(
            String store,
            String storeName,
            @JsonUnwrapped @Nested NamedProduct product,
            @JsonUnwrapped @Nested Calculation calculation,
            Instant asOf) {}

    public record NamedProduct(long productId, String sku, String name) {}

    /**
     * How the suggested quantity is computed.
     *
     * @param quantity on the shelf
     * @param onTheWay units in open restock orders of the store
     * @param soldIn14Days {@code soldIn14Days / 14} are sold per day
     * @param central the central stock
     * @param missing {@code soldIn14Days - quantity - onTheWay}, so that the shelf lasts fourteen days
     * @param suggested {@code missing}, at most the central stock
     */
    public record Calculation(
            long quantity, long onTheWay, long soldIn14Days, long central, long missing, long suggested) {}

    /**
     * Most urgent first: products for which {@code (quantity + onTheWay) x 14 < soldIn14Days x (leadDays +
     * safetyDays)}.
     *
     * @param leadDays from an order until the goods are on the shelf
     * @param safetyDays of sales that the shelf should still hold then
     */
    public record SuggestionList(int leadDays, int safetyDays, int coveredDays, List<Suggestion> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                "/products/{productId}/stores",
                                "The stock and the open orders of each store for a product")
                        .access(Staff.WAREHOUSE)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(PRODUCT)
                        .returns(200, StoreStockList.class)
                        .handledBy(this::stores),
                Endpoint.get(
                                "/suggestions",
                                "What the stores will run out of, most urgent first, at most " + SUGGESTIONS_LIMIT)
                        .access(Staff.WAREHOUSE)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, SuggestionList.class)
                        .handledBy(request ->
                                Response.ok(new SuggestionList(LEAD_DAYS, SAFETY_DAYS, COVERED_DAYS, suggestions()))));
    }

    private Response stores(Request request) {
        return Response.ok(new StoreStockList(database.read(sql -> sql.createQuery("""
                        SELECT s.code AS store, s.name, k.quantity, coalesce(k.sold_in_14_days, 0) AS sold_in_14_days,
                               k.as_of, coalesce(o.quantity, 0) AS ordered, o.state AS order_state
                        FROM store s
                        LEFT JOIN store_stock k ON k.store_code = s.code AND k.product_id = :product
                        LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity, min(state) AS state FROM restock_order
                                           WHERE store_code = s.code AND product_id = :product
                                             AND state IN ('requested', 'shipped')) AS o ON true
                        WHERE NOT s.closed ORDER BY s.code LIMIT :limit
                        """)
                .bind("product", request.get(PRODUCT))
                .bind("limit", STORES_LIMIT)
                .map(ConstructorMapper.of(StoreStock.class))
                .list())));
    }

    private List<Suggestion> suggestions() {
        return database.read(sql -> sql.createQuery(SUGGESTIONS)
                .bind("covered", COVERED_DAYS)
                .bind("horizon", LEAD_DAYS + SAFETY_DAYS)
                .bind("limit", SUGGESTIONS_LIMIT)
                .map(ConstructorMapper.of(Suggestion.class))
                .list());
    }
}
