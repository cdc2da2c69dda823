package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of stores. */
public final class Stores {
    private final Replication replication;
    private final List<String> deployments;

    /** @param deployments the store services that are connected */
    public Stores(Replication replication, List<String> deployments) {
        this.replication = replication;
        this.deployments = List.copyOf(deployments);
    }

    /** Whether the store was added, and every other service told. */
    boolean add(Transaction transaction, StoreChanged store) {
        int written = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version)
                        VALUES (:code, :name, :timeZone, cast(:taxes AS jsonb), cast(:registers AS jsonb), :deployment,
                                :version)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("code", store.code())
                .bind("name", store.name())
                .bind("timeZone", store.timeZone())
                .bind("taxes", Json.text(store.taxes()))
                .bind("registers", Json.text(store.registers()))
                .bind("deployment", store.deployment())
                .bind("version", store.version())
                .execute();
        if (written == 1) {
            replication.publish(transaction, store);
        }
        return written == 1;
    }

    boolean knows(String deployment) {
        return deployments.contains(deployment);
    }

    /** All stores by their code. */
    public static List<StoreChanged> all(Handle sql) {
        return sql.createQuery("""
                        SELECT code, name, time_zone, taxes, registers, deployment, version FROM store
                        ORDER BY code LIMIT 10000
                        """).map(STORE).list();
    }

    public static Map<String, StoreChanged> byCode(Handle sql) {
        Map<String, StoreChanged> stores = new HashMap<>();
        all(sql).forEach(store -> stores.put(store.code(), store));
        return stores;
    }

    private static final RowMapper<StoreChanged> STORE = (row, context) -> new StoreChanged(
            row.getString("code"),
            row.getString("name"),
            row.getString("time_zone"),
            List.of(Json.read(row.getString("taxes"), TaxRate[].class)),
            List.of(Json.read(row.getString("registers"), RegisterOfStore[].class)),
            row.getString("deployment"),
            row.getLong("version"));
}
