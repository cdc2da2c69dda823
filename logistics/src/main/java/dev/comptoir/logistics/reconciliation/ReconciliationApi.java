package dev.comptoir.logistics.reconciliation;

import dev.comptoir.logistics.staff.Permissions;
import dev.comptoir.platform.http.Answer;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Recomputes the warehouse's invariants. */
public final class ReconciliationApi {
    private static final int MOST = 200;

    private final Database database;
    private final Clock clock;

    public ReconciliationApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Two figures that should be equal.
     *
     * @param rule {@code central-stock}: stock = receipts - shipments; {@code shipment}: what left the warehouse for an
     *     order = its quantity once shipped, else nothing; {@code receipt}: what the store received = what was shipped
     */
    record Difference(String rule, long productId, @Nullable UUID orderId, long expected, long found) {}

    /**
     * What was found.
     *
     * @param products how many products were checked
     * @param orders how many restock orders were checked
     * @param differences at most {@value #MOST}
     * @param more whether there are more than these
     */
    record Reconciliation(Instant checkedAt, long products, long orders, List<Difference> differences, boolean more) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/reconciliation", "Recomputes the central stock and every order; lists each difference")
                        .access(Permissions.MANAGERS)
                        .answers(200, Reconciliation.class)
                        .handledBy(request -> Answer.ok(database.read(this::reconcile))));
    }

    private Reconciliation reconcile(Handle sql) {
        Instant now = clock.instant();
        List<Difference> found = differences(sql);
        return new Reconciliation(
                now,
                count(sql, "SELECT count(*) FROM product"),
                count(sql, "SELECT count(*) FROM restock_order"),
                found.size() > MOST ? List.copyOf(found.subList(0, MOST)) : found,
                found.size() > MOST);
    }

    private static long count(Handle sql, String query) {
        return sql.createQuery(query).mapTo(Long.class).one();
    }

    private static List<Difference> differences(Handle sql) {
        return sql.createQuery("""
                        WITH moved AS (
                            SELECT product_id,
                                   sum(CASE kind WHEN 'receipt' THEN quantity ELSE -quantity END) AS quantity
                            FROM movement GROUP BY product_id)
                        SELECT 'central-stock' AS rule, p.id AS product_id, NULL::uuid AS order_id,
                               coalesce(m.quantity, 0) AS expected, coalesce(c.quantity, 0) AS found
                        FROM product p LEFT JOIN moved m ON m.product_id = p.id
                             LEFT JOIN central_stock c ON c.product_id = p.id
                        WHERE coalesce(m.quantity, 0) <> coalesce(c.quantity, -1)
                        UNION ALL
                        SELECT 'shipment', o.product_id, o.id, w.quantity, coalesce(m.quantity, 0)
                        FROM restock_order o LEFT JOIN movement m ON m.order_id = o.id,
                             LATERAL (SELECT CASE WHEN o.state IN ('shipped', 'received') THEN o.quantity ELSE 0 END
                                          AS quantity) AS w
                        WHERE w.quantity <> coalesce(m.quantity, 0)
                           OR m.product_id <> o.product_id
                        UNION ALL
                        SELECT 'receipt', o.product_id, o.id, o.quantity, o.received_quantity
                        FROM restock_order o WHERE o.state = 'received' AND o.received_quantity <> o.quantity
                        ORDER BY rule, product_id, order_id LIMIT :most
                        """)
                .bind("most", MOST + 1)
                .map((row, context) -> new Difference(
                        row.getString("rule"),
                        row.getLong("product_id"),
                        row.getObject("order_id", UUID.class),
                        row.getLong("expected"),
                        row.getLong("found")))
                .list();
    }
}
