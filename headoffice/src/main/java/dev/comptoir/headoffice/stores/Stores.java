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

/** The stores of the chain; a new one is replicated to the other services. */
public final class Stores {
    private static final int STORES_LIMIT = 10_000;

    private final Replication replication;
    private final List<String> deployments;

    /** @param deployments the store services that are connected */
    public Stores(Replication replication, List<String> deployments) {
        this.replication = replication;
        this.deployments = List.copyOf(deployments);
    }

    /** The result of adding a store. */
    sealed interface Outcome {}

    record Added(StoreChanged store) implements Outcome {}

    /** Why nothing was written. */
    sealed interface Refusal extends Outcome {}

    record StoreExists() implements Refusal {}

    record UnknownDeployment(String deployment) implements Refusal {}

    Outcome add(Transaction transaction, StoreChanged store) {
        if (!deployments.contains(store.deployment())) {
            return transaction.refuse(new UnknownDeployment(store.deployment()));
        }
        int written = transaction
                .update("""
                        INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version)
                        VALUES (:code, :name, :timeZone, cast(:taxesJson AS jsonb), cast(:registersJson AS jsonb),
                                :deployment, :version)
                        ON CONFLICT DO NOTHING
                        """)
                .bindMethods(store)
                .bind("taxesJson", Json.text(store.taxes()))
                .bind("registersJson", Json.text(store.registers()))
                .execute();
        if (written == 0) {
            return transaction.refuse(new StoreExists());
        }
        replication.publish(transaction, store);
        return new Added(store);
    }

    /** All stores, by code. */
    public static List<StoreChanged> all(Handle sql) {
        return sql.createQuery("""
                        SELECT code, name, time_zone, taxes, registers, deployment, version FROM store
                        ORDER BY code LIMIT :limit
                        """).bind("limit", STORES_LIMIT).map(STORE).list();
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
            row.getLong("version"),
            List.of(),
            0);
}
