package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.NotYet;
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
        return sql.createQuery("SELECT code, name FROM store WHERE NOT closed ORDER BY code LIMIT :limit")
                .bind("limit", STORES_LIMIT)
                .map(ConstructorMapper.of(Store.class))
                .list();
    }

    /** Stores a newer version of a store. */
    public void apply(Transaction transaction, StoreChanged changed) {
        transaction.update("""
                        INSERT INTO store AS known (code, name, deployment, epoch, version)
                        VALUES (:code, :name, :deployment, :epoch, :version)
                        ON CONFLICT (code) DO UPDATE
                        SET name = excluded.name, deployment = excluded.deployment, epoch = excluded.epoch,
                            version = excluded.version, closed = false
                        WHERE (known.epoch, known.version) < (excluded.epoch, excluded.version)
                        """).bindMethods(changed).execute();
    }

    /** Closes the stores that an introduction did not contain: they do not exist at the head office. */
    public void closeBefore(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE store SET closed = true WHERE epoch < :epoch AND NOT closed")
                .bind("epoch", epoch)
                .execute();
    }

    /**
     * The peer name of the store service that serves a store, or served it until it was closed.
     *
     * @throws NotYet when the store has not arrived
     */
    public String deployment(Transaction transaction, String code) {
        return transaction
                .query("SELECT deployment FROM store WHERE code = :code")
                .bind("code", code)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new NotYet("store " + code + " is unknown"));
    }

    /**
     * Whether every event of the store has arrived, as far as its service has reported since this database server started: a
     * restored database has lost events that the store sends again.
     */
    boolean isUpToDate(Transaction transaction, String code) {
        return Inbox.isComplete(transaction, deployment(transaction, code));
    }
}
