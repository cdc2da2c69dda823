package dev.comptoir.logistics.warehouse;

import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.reconciliation.Reconciliations;
import dev.comptoir.platform.reconciliation.Rule;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import java.util.List;

/** Compares the central stock, the movements and the restock orders, and lists every difference. */
public final class ReconciliationApi {
    private ReconciliationApi() {}

    private static final List<Rule> RULES = List.of(
            new Rule("The central stock is what arrived less what was shipped", """
                    SELECT 'product ' || p.id AS subject, coalesce(m.quantity, 0)::text AS expected,
                           coalesce(c.quantity, 0)::text AS found
                    FROM product p
                    LEFT JOIN (SELECT product_id, sum(CASE kind WHEN 'receipt' THEN quantity ELSE -quantity END) AS quantity
                               FROM movement GROUP BY product_id) AS m ON m.product_id = p.id
                    LEFT JOIN central_stock c ON c.product_id = p.id
                    WHERE coalesce(m.quantity, 0) <> coalesce(c.quantity, -1)
                    """),
            new Rule("A shipped order left the warehouse once, in full, and no other order did", """
                    SELECT 'order ' || o.id || ' of product ' || o.product_id AS subject, w.quantity::text AS expected,
                           coalesce(m.quantity, 0)::text AS found
                    FROM restock_order o
                    LEFT JOIN movement m ON m.order_id = o.id,
                    LATERAL (SELECT CASE WHEN o.state IN ('shipped', 'received') THEN o.quantity ELSE 0 END AS quantity) AS w
                    WHERE w.quantity <> coalesce(m.quantity, 0) OR m.product_id <> o.product_id
                    """),
            new Rule("A store received what was shipped to it", """
                    SELECT 'order ' || id || ' of product ' || product_id AS subject, quantity::text AS expected,
                           received_quantity::text AS found
                    FROM restock_order WHERE state = 'received' AND received_quantity <> quantity
                    """));

    public static ReconciliationJob job(ServiceSettings settings) {
        return new ReconciliationJob(settings.database(), settings.reconciliation(), RULES);
    }

    public static List<Endpoint> endpoints(Database database, ReconciliationJob job, Metrics metrics) {
        return Reconciliations.endpoints(database, Staff.MANAGERS, job, metrics);
    }
}
