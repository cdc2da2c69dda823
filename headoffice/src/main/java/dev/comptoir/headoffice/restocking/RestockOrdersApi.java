package dev.comptoir.headoffice.restocking;

import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The restock orders of all stores. */
public final class RestockOrdersApi {
    private static final Parameter<String> STATE =
            Parameter.queryWord("state", "Only orders in this state", "requested", "shipped", "refused", "received");
    private static final Parameter<String> STORE =
            Parameter.query("store", "The code of a store; all when absent", "[A-Z][A-Z0-9]{0,7}");
    private static final Instant NEVER = Instant.parse("2300-01-01T00:00:00Z");
    private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Database database;

    public RestockOrdersApi(Database database) {
        this.database = database;
    }

    /**
     * An order as far as it was heard of.
     *
     * @param quantity absent until the store was heard
     */
    public record RestockOrder(
            UUID id,
            String store,
            long productId,
            String sku,
            String name,
            @Nullable Integer quantity,
            String state,
            @Nullable String requestedBy,
            @Nullable Instant requestedAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String reason,
            @Nullable Instant receivedAt) {}

    /** One page of orders, the one that was heard of last first. */
    public record RestockOrderPage(
            List<RestockOrder> items, @Nullable String next) {}

    private record Heard(RestockOrder order, Instant heardAt) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/restock-orders", "The restock orders of all stores, newest first")
                .access(Staff.MANAGERS)
                .takes(STATE, STORE, Paging.LIMIT, Paging.AFTER)
                .answers(200, RestockOrderPage.class)
                .handledBy(this::list));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(NEVER.toString(), LAST) : Cursor.read(after, 2);
        List<Heard> found = database.read(sql -> sql.createQuery("""
                        SELECT o.*, coalesce(p.sku, '') AS sku, coalesce(p.name, '') AS name
                        FROM restock_order o LEFT JOIN product p ON p.id = o.product_id
                        WHERE (o.heard_at, o.id) < (:heardAt, :id)
                          AND (:state IS NULL OR o.state = :state) AND (:store IS NULL OR o.store_code = :store)
                        ORDER BY o.heard_at DESC, o.id DESC LIMIT :limit
                        """)
                .bind("heardAt", Timestamp.from(Cursor.instant(key.get(0))))
                .bind("id", Cursor.uuid(key.get(1)))
                .bindByType("state", request.find(STATE), String.class)
                .bindByType("store", request.find(STORE), String.class)
                .bind("limit", limit + 1)
                .map((row, context) ->
                        new Heard(order(row), row.getTimestamp("heard_at").toInstant()))
                .list());
        return Response.ok(new RestockOrderPage(
                Paging.page(found, limit).stream().map(Heard::order).toList(), Paging.next(found, limit, last ->
                        new Object[] {last.heardAt(), last.order().id()})));
    }

    private static RestockOrder order(ResultSet row) throws SQLException {
        boolean refused = row.getTimestamp("refused_at") != null;
        return new RestockOrder(
                row.getObject("id", UUID.class),
                row.getString("store_code"),
                row.getLong("product_id"),
                row.getString("sku"),
                row.getString("name"),
                row.getObject("quantity", Integer.class),
                row.getString("state"),
                row.getString("requested_by"),
                instant(row.getTimestamp("requested_at")),
                row.getString(refused ? "refused_by" : "shipped_by"),
                instant(row.getTimestamp(refused ? "refused_at" : "shipped_at")),
                row.getString("reason"),
                instant(row.getTimestamp("received_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
