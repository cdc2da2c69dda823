package dev.comptoir.logistics.replenishment;

import dev.comptoir.logistics.caching.CacheTag;
import dev.comptoir.logistics.replenishment.RestockOrders.Filter;
import dev.comptoir.logistics.replenishment.RestockOrders.Position;
import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Bulkhead;
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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The restock orders of the stores, and the decisions of the warehouse on them. */
public final class RestockOrdersApi {
    static final ProblemType CENTRAL_STOCK_TOO_SHORT =
            new ProblemType("central-stock-too-short", 409, "The warehouse has too few units");
    static final ProblemType ALREADY_DECIDED =
            new ProblemType("already-decided", 409, "The restock order is already decided");

    static final ProblemType STORE_BEHIND =
            new ProblemType("store-behind", 409, "Events of the store have not arrived yet");

    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The order");
    private static final Parameter<String> STATE =
            Parameter.queryWord("state", "Only orders in this state", RestockState.words());
    private static final Parameter<String> STORE =
            Parameter.query("store", "Only orders of this store", "[A-Z][A-Z0-9]{0,7}");
    private static final Parameter<Long> PRODUCT =
            Parameter.queryNumber("product", "Only orders for this product", 1, Long.MAX_VALUE);

    private static final String LATEST = "2300-01-01T00:00:00Z";
    private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Database database;
    private final RestockOrders orders;
    private final Replenishment replenishment;

    public RestockOrdersApi(Database database, RestockOrders orders, Replenishment replenishment) {
        this.database = database;
        this.orders = orders;
        this.replenishment = replenishment;
    }

    /** A page of orders, newest first. */
    record RestockOrderPage(
            List<RestockOrder> items, @Nullable String next) {}

    /**
     * Why an order is refused.
     *
     * @param reason 1 to {@value #LIMIT} characters; the store sees it
     */
    record RefusalReason(String reason) {
        static final int LIMIT = 200;

        RefusalReason {
            reason = reason.strip();
            if (reason.isEmpty() || reason.length() > LIMIT) {
                throw new IllegalArgumentException("a reason has 1 to " + LIMIT + " characters");
            }
        }
    }

    public List<Endpoint> endpoints() {
        return Stream.concat(queries(), decisions()).toList();
    }

    private Stream<Endpoint> queries() {
        return Stream.of(
                Endpoint.get("/restock-orders", "The restock orders of the stores, newest first")
                        .access(Staff.WAREHOUSE)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(STATE, STORE, PRODUCT, Paging.AFTER, Paging.LIMIT)
                        .returns(200, RestockOrderPage.class)
                        .cached(CachePolicy.of(CacheTag.ORDERS, CacheTag.GOODS))
                        .handledBy(this::list),
                Endpoint.get("/restock-orders/{id}", "One restock order")
                        .access(Staff.WAREHOUSE)
                        .takes(ID)
                        .returns(200, RestockOrder.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::order));
    }

    private Stream<Endpoint> decisions() {
        return Stream.of(
                Endpoint.post("/restock-orders/{id}/accept", "Ships the goods of an order")
                        .access(Staff.WAREHOUSE)
                        .takes(ID)
                        .idempotent()
                        .returns(200, RestockOrder.class)
                        .refuses(ProblemType.NOT_FOUND, CENTRAL_STOCK_TOO_SHORT, ALREADY_DECIDED, STORE_BEHIND)
                        .handledBy(this::accept),
                Endpoint.post("/restock-orders/{id}/refuse", "Refuses an order, with a reason")
                        .access(Staff.WAREHOUSE)
                        .takes(ID)
                        .idempotent()
                        .body(RefusalReason.class)
                        .returns(200, RestockOrder.class)
                        .refuses(ProblemType.NOT_FOUND, ALREADY_DECIDED, STORE_BEHIND)
                        .handledBy(this::refuse));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        Filter filter = new Filter(request.find(STATE), request.find(STORE), request.find(PRODUCT));
        List<String> key = Paging.key(request, LATEST, LAST_ID);
        Position after = new Position(Cursor.instant(key.get(0)), Cursor.uuid(key.get(1)));
        List<RestockOrder> rows = database.read(sql -> orders.newest(sql, filter, after, limit + 1));
        return Response.ok(new RestockOrderPage(Paging.page(rows, limit), Paging.next(rows, limit, last ->
                new Object[] {last.request().requestedAt(), last.id()})));
    }

    private Response order(Request request) {
        UUID id = request.get(ID);
        return database.read(sql -> orders.find(sql, id))
                .map(Response::ok)
                .orElseGet(() -> problem(new Decision.NotFound(id)));
    }

    private Response accept(Request request) {
        UUID id = request.get(ID);
        String by = request.caller().name();
        return database.write(transaction -> Idempotency.once(
                transaction,
                by,
                request.idempotencyKey(),
                List.of("accept", id),
                () -> response(replenishment.accept(transaction, id, by))));
    }

    private Response refuse(Request request) {
        UUID id = request.get(ID);
        String by = request.caller().name();
        String reason = request.body(RefusalReason.class).reason();
        return database.write(transaction -> Idempotency.once(
                transaction,
                by,
                request.idempotencyKey(),
                List.of("refuse", id, reason),
                () -> response(replenishment.refuse(transaction, id, reason, by))));
    }

    private static Response response(Decision decision) {
        return switch (decision) {
            case Decision.Decided(var order) -> Response.ok(order);
            case Decision.Refusal refusal -> problem(refusal);
        };
    }

    private static Response problem(Decision.Refusal refusal) {
        return switch (refusal) {
            case Decision.NotFound(var id) ->
                Response.problem(ProblemType.NOT_FOUND, "no restock order has the id " + id);
            case Decision.AlreadyDecided(var id, var state) ->
                Response.problem(
                        ALREADY_DECIDED, "the order is " + state.word(), Map.of("orderId", id, "state", state.word()));
            case Decision.StoreBehind(var store) ->
                Response.problem(
                        STORE_BEHIND,
                        "store " + store + " may have received the goods already; decide when its events have arrived",
                        Map.of("store", store));
            case Decision.CentralStockTooShort(var productId, var wanted, var left) ->
                Response.problem(
                        CENTRAL_STOCK_TOO_SHORT,
                        "%d wanted, %d left; nothing was changed".formatted(wanted, left),
                        Map.of("productId", productId, "wanted", wanted, "left", left));
        };
    }
}
