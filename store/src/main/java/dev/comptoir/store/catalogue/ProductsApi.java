package dev.comptoir.store.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.WordSearch;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The products with their stock in the caller's store. */
public final class ProductsApi {
    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The product");
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, the SKU or the barcode; accents and case do not matter")
            .orElse("");
    private static final Parameter<String> CATEGORY = Parameter.query("category", "The whole name of a category");

    private static final CachePolicy STORE_CATALOGUE = CachePolicy.of(request ->
                    List.of(CacheTag.CATALOGUE, CacheTag.DELIVERIES, CacheTag.book(Till.storeOf(request.caller()))))
            .varyingByClaims(Till.STORE);

    private static final String COLUMNS = """
            SELECT p.id, p.version, p.sku, p.barcode, p.name, p.description, p.category, p.price, h.quantity, h.level
            """;

    /** Every store has a shelf of every product. */
    private static final String SEARCH = COLUMNS + """
            , p.rank
            FROM (SELECT 0 AS rank, product.* FROM product
                  WHERE (sku = upper(:exact) OR barcode = upper(:exact)) AND NOT withdrawn
                    AND (:category IS NULL OR category = :category) AND (0, name, id) > (:rank, :exactName, :exactId)
                  UNION ALL
                  SELECT 1, other.* FROM (%s) AS other) AS p
            JOIN shelf h ON h.product_id = p.id AND h.store_code = :store
            ORDER BY p.rank, p.name, p.id LIMIT :limit
            """;

    private static final String IN_USE_AND_OTHER = """
            NOT withdrawn AND (:category IS NULL OR category = :category)
            AND sku <> upper(:exact) AND barcode IS DISTINCT FROM upper(:exact)
            """;

    private static final int DEPOSITS_LIMIT = 20;

    private final Database database;

    public ProductsApi(Database database) {
        this.database = database;
    }

    /** One page of products: exact matches of SKU or barcode first, then by name. */
    public record ProductPage(List<Product> items, @Nullable String next) {}

    /** The deposits of which the store takes empty containers back, in cents for one container, from the lowest. */
    public record DepositList(List<Money> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/products", "The products, exact matches first, then by name")
                        .access(Staff.ANY)
                        .takes(QUERY, CATEGORY, Paging.LIMIT, Paging.AFTER)
                        .returns(200, ProductPage.class)
                        .cached(STORE_CATALOGUE)
                        .handledBy(this::list),
                Endpoint.get("/products/{id}", "One product")
                        .access(Staff.ANY)
                        .takes(ID)
                        .returns(200, Product.class)
                        .cached(STORE_CATALOGUE)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one),
                Endpoint.get("/deposits", "The deposits of which the store takes empty containers back")
                        .access(Staff.ANY)
                        .returns(200, DepositList.class)
                        .handledBy(request -> Response.ok(new DepositList(deposits()))));
    }

    /** Containers of a withdrawn product come back, too. */
    private List<Money> deposits() {
        return database.read(sql -> sql.createQuery("""
                        SELECT DISTINCT (deposit ->> 'each')::bigint AS "each" FROM product
                        WHERE deposit IS NOT NULL ORDER BY "each" LIMIT :limit
                        """)
                .bind("limit", DEPOSITS_LIMIT)
                .mapTo(Money.class)
                .list());
    }

    private Response one(Request request) {
        long id = request.get(ID);
        return database.read(sql -> sql.createQuery(COLUMNS + """
                        FROM product p JOIN shelf h ON h.product_id = p.id AND h.store_code = :store
                        WHERE p.id = :id AND NOT p.withdrawn
                        """)
                        .bind("store", Till.storeOf(request.caller()))
                        .bind("id", id)
                        .map(PRODUCT)
                        .findOne())
                .map(Response::ok)
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no product has the id " + id));
    }

    private record Ranked(int rank, @Nested Product product) {}

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<Ranked> found = database.read(sql -> find(sql, request, limit + 1));
        return Response.ok(new ProductPage(
                Paging.page(found, limit).stream().map(Ranked::product).toList(),
                Paging.next(found, limit, last -> new Object[] {
                    last.rank(), last.product().details().name(), last.product().id()
                })));
    }

    private static List<Ranked> find(Handle sql, Request request, long limit) {
        String query = request.get(QUERY);
        WordSearch search = new WordSearch(SearchText.words(query));
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of("-1", "", "0") : Cursor.read(after, 3);
        int rank = Math.toIntExact(Math.clamp(Cursor.number(key.get(0)), -1, 2));
        long id = Cursor.number(key.get(2));
        return search.bind(sql.createQuery(SEARCH.formatted(search.page("product", IN_USE_AND_OTHER))))
                .bind("exact", query.strip())
                .bind("store", Till.storeOf(request.caller()))
                .bindByType("category", request.find(CATEGORY), String.class)
                .bind("rank", rank)
                .bind("exactName", key.get(1))
                .bind("exactId", id)
                .bind("name", rank < 1 ? "" : key.get(1))
                .bind("id", rank < 1 ? 0 : id)
                .bind("limit", limit)
                .map(RANKED)
                .list();
    }

    private static final RowMapper<Product> PRODUCT = ConstructorMapper.of(Product.class);
    private static final RowMapper<Ranked> RANKED = ConstructorMapper.of(Ranked.class);
}
