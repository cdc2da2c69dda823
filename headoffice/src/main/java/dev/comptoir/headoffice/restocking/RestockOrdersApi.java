package dev.comptoir.headoffice.restocking;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.headoffice.catalogue.NamedProduct;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.ListFilters;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The restock orders of all stores. */
public final class RestockOrdersApi {
    private static final Parameter<String> STATE =
            Parameter.queryWord("state", "Only orders in this state", "requested", "shipped", "refused", "received");
    private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Database database;

    public RestockOrdersApi(Database database) {
        this.database = database;
    }

    /**
     * An order, as far as events about it have arrived.
     *
     * @param quantity absent until the store's request has arrived
     */
    public record RestockOrder(
            UUID id,
            String store,
            @JsonUnwrapped @Nested NamedProduct product,
            @Nullable Integer quantity,
            String state,
            @JsonUnwrapped @Nested RequestedBy request,
            @JsonUnwrapped @Nested Decision decision,
            @Nullable Instant receivedAt) {}

    /** The store's request. */
    public record RequestedBy(
            @Nullable String requestedBy, @Nullable Instant requestedAt) {}

    /** The warehouse's decision. */
    public record Decision(
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String reason) {}

    /** One page of orders; the order that the head office received last comes first. */
    public record RestockOrderPage(
            List<RestockOrder> items, @Nullable String next) {}

    /** @param heardAt when the first event about the order arrived */
    record OrderRow(@Nested RestockOrder order, Instant heardAt) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/restock-orders", "The restock orders of all stores, newest first")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .takes(STATE, ListFilters.STORE, Paging.LIMIT, Paging.AFTER)
                .returns(200, RestockOrderPage.class)
                .handledBy(this::list));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> key = Paging.key(request, ListFilters.LATEST, LAST_ID);
        List<OrderRow> found = database.read(sql -> sql.createQuery("""
                        SELECT o.id, o.store_code AS store, o.product_id, coalesce(p.sku, '') AS sku,
                               coalesce(p.name, '') AS name, o.quantity, o.state, o.requested_by, o.requested_at,
                               CASE WHEN o.refused_at IS NULL THEN o.shipped_by ELSE o.refused_by END AS decided_by,
                               coalesce(o.refused_at, o.shipped_at) AS decided_at, o.reason, o.received_at, o.heard_at
                        FROM restock_order o LEFT JOIN product p ON p.id = o.product_id
                        WHERE (o.heard_at, o.id) < (:heardAt, :id)
                          AND (:state IS NULL OR o.state = :state) AND (:store IS NULL OR o.store_code = :store)
                        ORDER BY o.heard_at DESC, o.id DESC LIMIT :limit
                        """)
                .bind("heardAt", Cursor.instant(key.get(0)))
                .bind("id", Cursor.uuid(key.get(1)))
                .bindByType("state", request.find(STATE), String.class)
                .bindByType("store", request.find(ListFilters.STORE), String.class)
                .bind("limit", limit + 1)
                .map(ConstructorMapper.of(OrderRow.class))
                .list());
        return Response.ok(new RestockOrderPage(
                Paging.page(found, limit).stream().map(OrderRow::order).toList(), Paging.next(found, limit, last ->
                        new Object[] {last.heardAt(), last.order().id()})));
    }
}
