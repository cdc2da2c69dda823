package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The warehouse's copy of the stores. */
public final class Stores {
    /** More stores than a chain that one warehouse serves has. */
    private static final int MOST = 1_000;

    /** A store of the chain. */
    record Store(String code, String name) {}

    /** By their codes; {@value #MOST} at the most. */
    List<Store> list(Handle sql) {
        return sql.createQuery("SELECT code, name FROM store ORDER BY code LIMIT :most")
                .bind("most", MOST)
                .map((row, context) -> new Store(row.getString("code"), row.getString("name")))
                .list();
    }

    /** Takes a newer version of a store. */
    public void apply(Transaction transaction, StoreChanged changed) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO store AS s (code, name, deployment, version)
                        VALUES (:code, :name, :deployment, :version)
                        ON CONFLICT (code) DO UPDATE
                        SET name = excluded.name, deployment = excluded.deployment, version = excluded.version
                        WHERE s.version < excluded.version
                        """)
                .bind("code", changed.code())
                .bind("name", changed.name())
                .bind("deployment", changed.deployment())
                .bind("version", changed.version())
                .execute();
    }

    /**
     * The peer name of the store service that serves a store.
     *
     * @throws IllegalStateException when the head office has not told of the store yet
     */
    public String deployment(Transaction transaction, String code) {
        return transaction
                .sql()
                .createQuery("SELECT deployment FROM store WHERE code = :code")
                .bind("code", code)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new IllegalStateException("no store has the code " + code + " yet"));
    }
}
