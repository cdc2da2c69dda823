package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The stores of the chain, replicated from the head office. */
public final class Stores {
    private static final int STORES_LIMIT = 1_000;

    /** A store of the chain. */
    record Store(String code, String name) {}

    /** By code. */
    List<Store> list(Handle sql) {
        return sql.createQuery("SELECT code, name FROM store ORDER BY code LIMIT :limit")
                .bind("limit", STORES_LIMIT)
                .map(ConstructorMapper.of(Store.class))
                .list();
    }

    /** Stores a newer version of a store. */
    public void apply(Transaction transaction, StoreChanged changed) {
        transaction.update("""
                        INSERT INTO store AS known (code, name, deployment, version)
                        VALUES (:code, :name, :deployment, :version)
                        ON CONFLICT (code) DO UPDATE
                        SET name = excluded.name, deployment = excluded.deployment, version = excluded.version
                        WHERE known.version < excluded.version
                        """).bindMethods(changed).execute();
    }

    /**
     * The peer name of the store service that serves a store.
     *
     * @throws IllegalStateException when the store has not arrived yet
     */
    public String deployment(Transaction transaction, String code) {
        return transaction
                .query("SELECT deployment FROM store WHERE code = :code")
                .bind("code", code)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new IllegalStateException("no store has the code " + code + " yet"));
    }
}
