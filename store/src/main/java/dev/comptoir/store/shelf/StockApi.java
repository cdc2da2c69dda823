package dev.comptoir.store.shelf;

import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.StockLevel;
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
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf.Changed;
import dev.comptoir.store.shelf.Shelf.Place;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What stands on the shelves of several stores, and the counting of one's own. */
public final class StockApi {
    static final ProblemType UNKNOWN_STORE = new ProblemType("unknown-store", 422, "There is no such store here");

    private static final int STORES_AT_ONCE = 20;
    private static final int COUNTED_AT_ONCE = 500;
    private static final int MOST_COUNTED = 1_000_000;

    private static final Parameter<String> STORE = Parameter.query(
            "store",
            "The code of a store, repeated for several, at most 20; the caller's when absent",
            "[A-Z0-9]{1,8}");
    private static final Parameter<String> QUERY = Parameter.query(
                    "query", "Words of the name, the SKU or the barcode; accents and case do not matter")
            .orElse("");

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

    /** What a store has of a product. */
    public record StockOfStore(String store, int quantity, StockLevel level) {}

    /** What several stores have of a product. */
    public record StockOfProduct(long productId, String sku, String name, List<StockOfStore> stores) {}

    /** One page of products, by name. */
    public record StockPage(
            List<StockOfProduct> items, @Nullable String next) {}

    /** What was counted, at most {@value #COUNTED_AT_ONCE} lines, each product once. */
    public record NewCount(List<CountedLine> lines) {
        public NewCount {
            lines = List.copyOf(lines);
            if (lines.isEmpty() || lines.size() > COUNTED_AT_ONCE) {
                throw new IllegalArgumentException("a count has 1 to " + COUNTED_AT_ONCE + " lines");
            }
            if (lines.stream().map(CountedLine::productId).distinct().count() != lines.size()) {
                throw new IllegalArgumentException("a count names each product once");
            }
        }
    }

    /** How many units of a product were there. */
    public record CountedLine(long productId, int counted) {
        public CountedLine {
            if (counted < 0 || counted > MOST_COUNTED) {
                throw new IllegalArgumentException("a count lies between 0 and " + MOST_COUNTED);
            }
        }
    }

    /** What the count corrected, product by product. */
    public record Count(Instant countedAt, List<Correction> lines) {}

    /** Counted minus what the book said. */
    public record Correction(long productId, int counted, int correction) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stock", "The stock of several stores, product by product")
                        .access(Staff.ANY)
                        .takes(STORE, QUERY, Paging.LIMIT, Paging.AFTER)
                        .answers(200, StockPage.class)
                        .cached(CachePolicy.of(StockApi::tags).varyingByClaims(Till.STORE))
                        .refuses(UNKNOWN_STORE)
                        .handledBy(this::list),
                Endpoint.post("/stock/counts", "Corrects the stock of the caller's store to what was counted")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewCount.class)
                        .answers(201, Count.class)
                        .refuses(Shelf.UNKNOWN_PRODUCT)
                        .handledBy(this::count));
    }

    private static List<String> stores(Request request) {
        List<String> asked = request.all(STORE, STORES_AT_ONCE);
        return asked.isEmpty() ? List.of(Till.storeOf(request.caller())) : List.copyOf(new TreeSet<>(asked));
    }

    private static List<String> tags(Request request) {
        List<String> tags = new ArrayList<>(List.of(CacheTag.CATALOGUE, CacheTag.DELIVERIES));
        stores(request).forEach(store -> tags.add(CacheTag.book(store)));
        return tags;
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> stores = stores(request);
        List<String> patterns = SearchText.patterns(request.get(QUERY));
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of("", "0") : Cursor.read(after, 2);
        List<StockOfProduct> found = database.read(sql -> sql.createQuery("""
                        SELECT p.id, p.sku, p.name, stock.stores
                        FROM (SELECT id, sku, name FROM product
                              WHERE (name, id) > (:name, :id) AND search LIKE :pattern AND search LIKE ALL(:patterns)
                              ORDER BY name, id LIMIT :limit) AS p,
                             LATERAL (SELECT jsonb_agg(jsonb_build_object('store', store_code, 'quantity', quantity,
                                                                          'level', level) ORDER BY store_code) AS stores
                                      FROM shelf WHERE product_id = p.id AND store_code = ANY(:stores)) AS stock
                        ORDER BY p.name, p.id LIMIT :limit
                        """)
                .bind("name", key.get(0))
                .bind("id", Cursor.number(key.get(1)))
                .bind("pattern", patterns.getFirst())
                .bindArray("patterns", String.class, patterns)
                .bindArray("stores", String.class, stores)
                .bind("limit", limit + 1)
                .map((row, context) -> new StockOfProduct(
                        row.getLong("id"),
                        row.getString("sku"),
                        row.getString("name"),
                        stockOfStores(row.getString("stores"))))
                .list());
        if (found.stream().anyMatch(product -> product.stores().size() < stores.size())) {
            return Response.problem(UNKNOWN_STORE, "not all of " + stores + " are stores of this service");
        }
        return Response.ok(new StockPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.name(), last.productId()})));
    }

    private static List<StockOfStore> stockOfStores(@Nullable String json) {
        return json == null ? List.of() : List.of(Json.read(json, StockOfStore[].class));
    }

    private Response count(Request request) {
        NewCount count = request.body(NewCount.class);
        Till till = Till.of(request.caller());
        return database.write(transaction -> Idempotency.once(
                transaction,
                till.scope("count"),
                request.idempotencyKey(),
                count,
                () -> count(transaction, till, request.caller().name(), count)));
    }

    private Response count(Transaction transaction, Till till, String countedBy, NewCount count) {
        Map<Place, Integer> counted = new HashMap<>();
        count.lines().forEach(line -> counted.put(new Place(till.store(), line.productId()), line.counted()));
        if (placesOf(transaction, counted) < counted.size()) {
            return Response.problem(
                    Shelf.UNKNOWN_PRODUCT, "not all products of the count are known; nothing was changed");
        }
        Instant now = clock.instant();
        List<StockCounted> corrections = shelf.set(transaction, counted).stream()
                .map(changed -> corrected(till.store(), changed, countedBy, now))
                .toList();
        keep(transaction, corrections);
        corrections.forEach(correction ->
                outbox.append(transaction, "headoffice", Events.typeOf(correction), Events.write(correction)));
        return Response.created(
                "/store/api/v1/stock",
                new Count(
                        now,
                        corrections.stream()
                                .map(line -> new Correction(line.productId(), line.counted(), line.correction()))
                                .toList()));
    }

    private static int placesOf(Transaction transaction, Map<Place, Integer> counted) {
        Place any = counted.keySet().iterator().next();
        return transaction
                .sql()
                .createQuery("SELECT count(*) FROM shelf WHERE store_code = :store AND product_id = ANY(:products)")
                .bind("store", any.store())
                .bindArray(
                        "products",
                        Long.class,
                        counted.keySet().stream().map(Place::productId).toList())
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

    private static void keep(Transaction transaction, List<StockCounted> corrections) {
        PreparedBatch batch = transaction.sql().prepareBatch("""
                INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
                VALUES (:store, :product, :counted, :correction, :by, :at)
                """);
        corrections.forEach(line -> batch.bind("store", line.store())
                .bind("product", line.productId())
                .bind("counted", line.counted())
                .bind("correction", line.correction())
                .bind("by", line.countedBy())
                .bind("at", Timestamp.from(line.countedAt()))
                .add());
        batch.execute();
    }
}
