package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.WordSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stock of all stores side by side, from the read models of the head office. */
public final class StockApi {
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, SKU or barcode; case and accents do not matter")
            .orElse("");
    private static final Parameter<String> ONLY =
            Parameter.queryWord("only", "Only products that are out or low in at least one store", "short");

    private static final String SELECT = """
            SELECT p.id, p.sku, p.name, shelves.stores
            FROM (%s) AS p, LATERAL (
                SELECT jsonb_agg(jsonb_build_object('store', code, 'quantity', quantity, 'level', level)
                                 ORDER BY code) AS stores
                FROM (SELECT s.code, coalesce(k.quantity, 0) AS quantity,
                             CASE WHEN coalesce(k.quantity, 0) <= 0 THEN 'out'
                                  WHEN k.quantity < coalesce((p.store_thresholds -> s.code ->> 'low')::int, p.low)
                                      THEN 'low'
                                  WHEN k.quantity > coalesce((p.store_thresholds -> s.code ->> 'high')::int, p.high)
                                      THEN 'over'
                                  ELSE 'normal' END AS level
                      FROM store s LEFT JOIN stock k ON k.store_code = s.code AND k.product_id = p.id) AS each)
                AS shelves
            ORDER BY p.name, p.id LIMIT :limit
            """;

    private static final String IS_SHORT = """
            :only IS NULL OR EXISTS (
                SELECT FROM store s LEFT JOIN stock k ON k.store_code = s.code AND k.product_id = product.id
                WHERE coalesce(k.quantity, 0) <= 0
                   OR k.quantity < coalesce((product.store_thresholds -> s.code ->> 'low')::int, product.low))
            """;

    private final Database database;

    public StockApi(Database database) {
        this.database = database;
    }

    /** The stock of a product in one store. */
    public record StockOfStore(String store, long quantity, StockLevel level) {}

    /** The stock of a product in all stores, by store code. */
    public record StockOfProduct(long productId, String sku, String name, List<StockOfStore> stores) {}

    /** One page of products, by name. */
    public record StockPage(
            List<StockOfProduct> items, @Nullable String next) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/stock", "The stock of every store, product by product")
                .access(Staff.MANAGERS)
                .takes(QUERY, ONLY, Paging.LIMIT, Paging.AFTER)
                .returns(200, StockPage.class)
                .cached(CachePolicy.of(CacheTag.EVENTS, CacheTag.CATALOGUE, CacheTag.STORES))
                .handledBy(this::list));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        WordSearch search = new WordSearch(SearchText.words(request.get(QUERY)));
        List<String> key = Paging.key(request, "", "0");
        List<StockOfProduct> found =
                database.read(sql -> search.bind(sql.createQuery(SELECT.formatted(search.page("product", IS_SHORT))))
                        .bind("name", key.get(0))
                        .bind("id", Cursor.number(key.get(1)))
                        .bindByType("only", request.find(ONLY), String.class)
                        .bind("limit", limit + 1)
                        .map((row, context) -> new StockOfProduct(
                                row.getLong("id"),
                                row.getString("sku"),
                                row.getString("name"),
                                row.getString("stores") == null
                                        ? List.of()
                                        : List.of(Json.read(row.getString("stores"), StockOfStore[].class))))
                        .list());
        return Response.ok(new StockPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.name(), last.productId()})));
    }
}
