package dev.comptoir.store.shelf;

import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.sql.WordSearch;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.registers.RegisterProblems;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf.Changed;
import dev.comptoir.store.shelf.Shelf.Place;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The stock of several stores, and stock counts in the caller's store. */
public final class StockApi {
    static final ProblemType UNKNOWN_STORE = new ProblemType("unknown-store", 422, "The store does not exist here");

    private static final int STORES_LIMIT = 20;
    private static final int LINES_LIMIT = 500;
    private static final int UNITS_LIMIT = 1_000_000;

    private static final Parameter<String> STORE = Parameter.query(
            "store",
            "The code of a store, repeated for several, at most 20; the caller's when absent",
            "[A-Z0-9]{1,8}");
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, the SKU or the barcode; accents and case do not matter")
            .orElse("");

    private static final String STOCK = """
            SELECT p.id, p.sku, p.name, stock.stores
            FROM (%s) AS p,
                 LATERAL (SELECT jsonb_agg(jsonb_build_object('store', store_code, 'quantity', quantity, 'level', level)
                                           ORDER BY store_code) AS stores
                          FROM shelf WHERE product_id = p.id AND store_code = ANY(:stores)) AS stock
            ORDER BY p.name, p.id LIMIT :limit
            """;

    private static final String IN_USE_OR_THERE = """
            NOT withdrawn OR EXISTS (SELECT FROM shelf WHERE product_id = product.id AND store_code = ANY(:stores)
                                     AND quantity > 0)
            """;

    private final Database database;
    private final Shelf shelf;
    private final Outbox outbox;
    private final Clock clock;

    public StockApi(Database database, Shelf shelf, Outbox outbox, Clock clock) {
        this.database = database;
        this.shelf = shelf;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The units of a product in a store. */
    public record StockOfStore(String store, int quantity, StockLevel level) {}

    /** The units of a product in several stores. */
    public record StockOfProduct(long productId, String sku, String name, List<StockOfStore> stores) {}

    /** One page of products, by name. */
    public record StockPage(
            List<StockOfProduct> items, @Nullable String next) {}

    /** @param lines at most {@value #LINES_LIMIT}, each product once */
    public record NewCount(List<CountedLine> lines) {
        public NewCount {
            lines = List.copyOf(lines);
            if (lines.isEmpty() || lines.size() > LINES_LIMIT) {
                throw new IllegalArgumentException("a count has 1 to " + LINES_LIMIT + " lines");
            }
            if (lines.stream().map(CountedLine::productId).distinct().count() != lines.size()) {
                throw new IllegalArgumentException("a count names each product once");
            }
        }
    }

    public record CountedLine(long productId, int counted) {
        public CountedLine {
            if (counted < 0 || counted > UNITS_LIMIT) {
                throw new IllegalArgumentException("a count lies between 0 and " + UNITS_LIMIT);
            }
        }
    }

    /** The corrections that a count made, by product. */
    public record Count(Instant countedAt, List<Correction> lines) {}

    /** @param correction counted less what was recorded */
    public record Correction(long productId, int counted, int correction) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stock", "The stock of several stores, product by product")
                        .access(Staff.ANY)
                        .takes(STORE, QUERY, Paging.LIMIT, Paging.AFTER)
                        .returns(200, StockPage.class)
                        .cached(CachePolicy.of(StockApi::tags).varyingByClaims(Till.STORE))
                        .refuses(UNKNOWN_STORE)
                        .handledBy(this::list),
                Endpoint.post("/stock/counts", "Corrects the stock of the caller's store to what was counted")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewCount.class)
                        .returns(201, Count.class)
                        .refuses(Shelf.UNKNOWN_PRODUCT, RegisterProblems.REGISTER_GONE)
                        .handledBy(this::count));
    }

    private static List<String> stores(Request request) {
        List<String> requested = request.all(STORE, STORES_LIMIT);
        return requested.isEmpty() ? List.of(Till.storeOf(request.caller())) : List.copyOf(new TreeSet<>(requested));
    }

    private static List<String> tags(Request request) {
        List<String> tags = new ArrayList<>(List.of(CacheTag.CATALOGUE, CacheTag.DELIVERIES));
        stores(request).forEach(store -> tags.add(CacheTag.book(store)));
        return tags;
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> stores = stores(request);
        List<StockOfProduct> found = database.read(sql -> find(sql, request, stores, limit + 1));
        if (found.stream().anyMatch(product -> product.stores().size() < stores.size())) {
            return Response.problem(UNKNOWN_STORE, "not all of " + stores + " are stores of this service");
        }
        return Response.ok(new StockPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.name(), last.productId()})));
    }

    private static List<StockOfProduct> find(Handle sql, Request request, List<String> stores, long limit) {
        WordSearch search = new WordSearch(SearchText.words(request.get(QUERY)));
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of("", "0") : Cursor.read(after, 2);
        return search.bind(sql.createQuery(STOCK.formatted(search.page("product", IN_USE_OR_THERE))))
                .bind("name", key.get(0))
                .bind("id", Cursor.number(key.get(1)))
                .bindArray("stores", String.class, stores)
                .bind("limit", limit)
                .map((row, context) -> new StockOfProduct(
                        row.getLong("id"),
                        row.getString("sku"),
                        row.getString("name"),
                        stockOfStores(row.getString("stores"))))
                .list();
    }

    private static List<StockOfStore> stockOfStores(@Nullable String json) {
        return json == null ? List.of() : List.of(Json.read(json, StockOfStore[].class));
    }

    private Response count(Request request) {
        NewCount count = request.body(NewCount.class);
        String manager = request.caller().name();
        return RegisterWrites.once(
                database, request, "count", count, (transaction, till) -> count(transaction, till, manager, count));
    }

    private Response count(Transaction transaction, Till till, String countedBy, NewCount count) {
        if (knownProducts(transaction, till.store(), count) < count.lines().size()) {
            return Response.problem(
                    Shelf.UNKNOWN_PRODUCT, "not all products of the count are known; nothing was changed");
        }
        if (!lockRegister(transaction, till)) {
            return RegisterProblems.gone();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<StockCounted> corrections = correct(transaction, till.store(), count, countedBy, now);
        return Response.created(
                "/store/api/v1/stock",
                new Count(
                        now,
                        corrections.stream()
                                .map(line -> new Correction(line.productId(), line.counted(), line.correction()))
                                .toList()));
    }

    private List<StockCounted> correct(
            Transaction transaction, String store, NewCount count, String countedBy, Instant now) {
        Map<Place, Integer> counted = count.lines().stream()
                .collect(Collectors.toMap(line -> new Place(store, line.productId()), CountedLine::counted));
        List<StockCounted> corrections = shelf.set(transaction, counted).stream()
                .map(changed -> corrected(store, changed, countedBy, now))
                .toList();
        insert(transaction, corrections);
        corrections.forEach(
                event -> outbox.append(transaction, "headoffice", Events.typeOf(event), Events.write(event)));
        return corrections;
    }

    /** Like a sale, a count is made at a register: whoever has locked all registers sees every count. */
    private static boolean lockRegister(Transaction transaction, Till till) {
        return transaction
                .query("""
                        SELECT number FROM register WHERE store_code = :store AND number = :register
                        FOR NO KEY UPDATE
                        """)
                .bindMethods(till)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static int knownProducts(Transaction transaction, String store, NewCount count) {
        return transaction
                .query("SELECT count(*) FROM shelf WHERE store_code = :store AND product_id = ANY(:products)")
                .bind("store", store)
                .bindArray(
                        "products",
                        Long.class,
                        count.lines().stream().map(CountedLine::productId).toList())
                .mapTo(Integer.class)
                .one();
    }

    private static StockCounted corrected(String store, Changed changed, String countedBy, Instant now) {
        return new StockCounted(
                store,
                changed.place().productId(),
                changed.after(),
                changed.after() - changed.before(),
                countedBy,
                now);
    }

    private static void insert(Transaction transaction, List<StockCounted> corrections) {
        PreparedBatch batch = transaction.sql().prepareBatch("""
                INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
                VALUES (:store, :productId, :counted, :correction, :countedBy, :countedAt)
                """);
        corrections.forEach(correction -> batch.bindMethods(correction).add());
        batch.execute();
    }
}
