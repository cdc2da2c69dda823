package dev.comptoir.store.restocking;

import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests goods from the warehouse. */
public final class RestockOrdersApi {
    static final ProblemType ORDER_ALREADY_OPEN =
            new ProblemType("order-already-open", 409, "The store has an open order for this product");

    private static final Parameter<String> STATE =
            Parameter.queryWord("state", "Only orders in this state", "requested", "refused", "received");
    private static final Quantity DEFAULT_QUANTITY = Quantity.of(10);
    private static final Instant AFTER_ALL = Instant.parse("2300-01-01T00:00:00Z");
    private static final UUID LAST_ID = new UUID(-1, -1);

    private final Database database;
    private final RestockOrders orders;

    public RestockOrdersApi(Database database, RestockOrders orders) {
        this.database = database;
        this.orders = orders;
    }

    /** @param quantity 10 when absent */
    public record NewRestockOrder(long productId, @Nullable Quantity quantity) {}

    /** One page of orders, newest first. */
    public record RestockOrderPage(
            List<RestockOrder> items, @Nullable String next) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/restock-orders", "Requests a product from the warehouse")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewRestockOrder.class)
                        .returns(201, RestockOrder.class)
                        .refuses(Shelf.UNKNOWN_PRODUCT, ORDER_ALREADY_OPEN)
                        .handledBy(this::request),
                Endpoint.get("/restock-orders", "The orders of the store, newest first")
                        .access(Staff.ANY)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(STATE, Paging.LIMIT, Paging.AFTER)
                        .returns(200, RestockOrderPage.class)
                        .handledBy(this::list));
    }

    private Response request(Request request) {
        NewRestockOrder order = request.body(NewRestockOrder.class);
        Quantity quantity = order.quantity() == null ? DEFAULT_QUANTITY : order.quantity();
        String employee = request.caller().name();
        return RegisterWrites.once(
                database,
                request,
                "restock",
                order,
                (transaction, till) ->
                        response(orders.request(transaction, till, employee, order.productId(), quantity)));
    }

    private static Response response(RestockOrders.Outcome outcome) {
        return switch (outcome) {
            case RestockOrders.Requested(var order) -> Response.created("/store/api/v1/restock-orders", order);
            case RestockOrders.Refusal refusal -> refused(refusal);
        };
    }

    private static Response refused(RestockOrders.Refusal refusal) {
        return switch (refusal) {
            case RestockOrders.UnknownProduct unknown ->
                Response.problem(Shelf.UNKNOWN_PRODUCT, "no product has this id");
            case RestockOrders.OrderAlreadyOpen(var order) ->
                Response.problem(ORDER_ALREADY_OPEN, "wait for the warehouse's decision", Map.of("orderId", order));
        };
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(AFTER_ALL.toString(), LAST_ID.toString()) : Cursor.read(after, 2);
        List<RestockOrder> found = database.read(sql -> RestockOrders.list(
                sql,
                Till.storeOf(request.caller()),
                request.find(STATE),
                Cursor.instant(key.get(0)),
                Cursor.uuid(key.get(1)),
                limit + 1));
        return Response.ok(new RestockOrderPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.requestedAt(), last.id()})));
    }
}
