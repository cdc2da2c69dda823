package dev.comptoir.headoffice.alerts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.headoffice.catalogue.NamedProduct;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.ListFilters;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The stock alerts of all stores. */
public final class AlertsApi {
    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The alert");
    private static final Parameter<String> STATE = Parameter.queryWord(
                    "state", "Open alerts, open alerts that are not assigned, or all", "open", "unacknowledged", "all")
            .orElse("open");

    private static final String SELECT = """
            SELECT a.id, a.store_code AS store, a.product_id, coalesce(p.sku, '') AS sku, coalesce(p.name, '') AS name,
                   a.level, a.quantity, a.opened_at, a.closed_at, a.acknowledged_by, a.acknowledged_at
            FROM alert a LEFT JOIN product p ON p.id = a.product_id
            """;

    private final Database database;
    private final Clock clock;

    public AlertsApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A shelf that is out, low or over.
     *
     * @param quantity the shelf when it crossed the threshold
     * @param closedAt when the shelf crossed another threshold
     */
    public record Alert(
            long id,
            String store,
            @JsonUnwrapped @Nested NamedProduct product,
            StockLevel level,
            int quantity,
            Instant openedAt,
            @Nullable Instant closedAt,
            @JsonUnwrapped @Nested Assignment assignment) {}

    /** Who attends to an alert; absent while it is not assigned. */
    public record Assignment(
            @Nullable String acknowledgedBy, @Nullable Instant acknowledgedAt) {}

    /** One page of alerts, newest first. */
    public record AlertPage(List<Alert> items, @Nullable String next) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/alerts", "The alerts of all stores, newest first")
                        .access(Staff.MANAGERS)
                        .takes(STATE, ListFilters.STORE, Paging.LIMIT, Paging.AFTER)
                        .returns(200, AlertPage.class)
                        .handledBy(this::list),
                Endpoint.post("/alerts/{id}/acknowledge", "Assigns an alert to the caller, unless it is assigned")
                        .access(Staff.MANAGERS)
                        .takes(ID)
                        .returns(200, Alert.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::acknowledge));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        long before =
                Cursor.number(Paging.key(request, Long.toString(Long.MAX_VALUE)).getFirst());
        List<Alert> found = database.read(sql -> sql.createQuery(SELECT + """
                        WHERE a.id < :before AND (:store IS NULL OR a.store_code = :store)
                          AND (:state = 'all' OR a.closed_at IS NULL)
                          AND (:state <> 'unacknowledged' OR a.acknowledged_at IS NULL)
                        ORDER BY a.id DESC LIMIT :limit
                        """)
                .bind("before", before)
                .bindByType("store", request.find(ListFilters.STORE), String.class)
                .bind("state", request.get(STATE))
                .bind("limit", limit + 1)
                .map(ConstructorMapper.of(Alert.class))
                .list());
        return Response.ok(new AlertPage(
                Paging.page(found, limit), Paging.next(found, limit, last -> new Object[] {last.id()})));
    }

    private Response acknowledge(Request request) {
        long id = request.get(ID);
        return database.write(transaction -> {
                    transaction
                            .update("""
                                    UPDATE alert SET acknowledged_by = :by, acknowledged_at = :at
                                    WHERE id = :id AND acknowledged_at IS NULL
                                    """)
                            .bind("by", request.caller().name())
                            .bind("at", clock.instant())
                            .bind("id", id)
                            .execute();
                    return find(transaction.sql(), id);
                })
                .map(Response::ok)
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no alert has the id " + id));
    }

    private static Optional<Alert> find(Handle sql, long id) {
        return sql.createQuery(SELECT + "WHERE a.id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(Alert.class))
                .findOne();
    }
}
