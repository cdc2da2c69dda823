package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.sql.Transaction;

/** The warehouse's copy of the stores. */
public final class Stores {

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
