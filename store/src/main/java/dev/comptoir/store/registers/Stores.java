package dev.comptoir.store.registers;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stores of the chain and their registers, replicated from the head office. */
public final class Stores {
    private static final int REGISTERS_LIMIT = 10_000;

    private final Database database;
    private final String deployment;

    /** @param deployment the peer name of this service, which serves only the stores of its own deployment */
    public Stores(Database database, String deployment) {
        this.database = database;
        this.deployment = deployment;
    }

    /**
     * A register with the names that screens show.
     *
     * @param outOfService no day of it can be opened, and none is open
     */
    record NamedRegister(Till till, String storeName, String registerName, boolean open, boolean outOfService) {}

    /** A store of this deployment. */
    public record ServedStore(String code, String name, List<ServedRegister> registers) {
        private ServedStore plus(ServedStore other) {
            return new ServedStore(
                    code,
                    name,
                    Stream.concat(registers.stream(), other.registers.stream()).toList());
        }
    }

    public record ServedRegister(int number, String name, boolean open) {}

    /** A register of this deployment. */
    Optional<NamedRegister> find(Till till) {
        return database.read(sql -> sql.createQuery("""
                        SELECT s.name, r.name, r.open, r.closed AND NOT r.open
                        FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register AND s.deployment = :deployment
                          AND NOT s.closed
                        """)
                .bindMethods(till)
                .bind("deployment", deployment)
                .map((row, context) -> new NamedRegister(
                        till, row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)))
                .findOne());
    }

    /** The stores of this deployment, by code, with the registers that one can log in at. */
    List<ServedStore> served() {
        Map<String, ServedStore> byCode = new LinkedHashMap<>();
        database.read(sql -> sql.createQuery("""
                        SELECT s.code, s.name, r.number, r.name, r.open FROM store s
                        JOIN register r ON r.store_code = s.code
                        WHERE s.deployment = :deployment AND NOT s.closed AND (r.open OR NOT r.closed)
                        ORDER BY s.code, r.number LIMIT :limit
                        """)
                        .bind("deployment", deployment)
                        .bind("limit", REGISTERS_LIMIT)
                        .map((row, context) -> new ServedStore(
                                row.getString(1),
                                row.getString(2),
                                List.of(new ServedRegister(row.getInt(3), row.getString(4), row.getBoolean(5)))))
                        .list())
                .forEach(store -> byCode.merge(store.code(), store, ServedStore::plus));
        return List.copyOf(byCode.values());
    }

    /** The profiles of a store, with its name. */
    Optional<NamedProfiles> profiles(String store) {
        return database.read(sql -> sql.createQuery(
                        "SELECT name, time_zone, taxes, profiles FROM store WHERE code = :store")
                .bind("store", store)
                .map((row, context) -> new NamedProfiles(
                        row.getString("name"),
                        StoreProfiles.read(
                                row.getString("name"),
                                row.getString("time_zone"),
                                row.getString("taxes"),
                                row.getString("profiles"))))
                .findOne());
    }

    record NamedProfiles(String name, StoreProfiles profiles) {}

    /** Stores the newest state of a store; each store of this deployment gets a shelf row for every product. */
    public void apply(Transaction transaction, StoreChanged event) {
        int newer = transaction
                .update("""
                        INSERT INTO store AS stored (code, name, time_zone, taxes, profiles, deployment, epoch, version)
                        VALUES (:code, :name, :timeZone, cast(:taxes AS jsonb), cast(:profiles AS jsonb), :deployment, :epoch,
                                :version)
                        ON CONFLICT (code) DO UPDATE
                        SET name = excluded.name, time_zone = excluded.time_zone, taxes = excluded.taxes,
                            profiles = excluded.profiles, deployment = excluded.deployment, epoch = excluded.epoch,
                            version = excluded.version, closed = false
                        WHERE (stored.epoch, stored.version) < (excluded.epoch, excluded.version)
                        """)
                .bindMethods(event)
                .bind("taxes", Json.text(event.taxes()))
                .bind("profiles", Json.text(event.profiles()))
                .execute();
        if (newer == 1) {
            writeRegisters(transaction, event.code(), event.registers());
            fillShelf(transaction, event.code());
        }
    }

    /** Closes the stores that an introduction did not contain: they do not exist at the head office. */
    public void closeBefore(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE store SET closed = true WHERE epoch < :epoch AND NOT closed")
                .bind("epoch", epoch)
                .execute();
    }

    private static void writeRegisters(Transaction transaction, String store, List<RegisterOfStore> registers) {
        for (RegisterOfStore register : registers) {
            transaction.update("""
                            INSERT INTO register AS stored (store_code, number, name, closed)
                            VALUES (:store, :number, :name, :closed)
                            ON CONFLICT (store_code, number) DO UPDATE SET name = excluded.name, closed = excluded.closed
                            WHERE (stored.name, stored.closed) IS DISTINCT FROM (excluded.name, excluded.closed)
                            """).bind("store", store).bindMethods(register).execute();
        }
    }

    private void fillShelf(Transaction transaction, String store) {
        transaction
                .update("""
                        INSERT INTO shelf (store_code, product_id, low, high)
                        SELECT s.code, p.id, coalesce((p.store_thresholds -> s.code ->> 'low')::int, p.low),
                               coalesce((p.store_thresholds -> s.code ->> 'high')::int, p.high)
                        FROM store s, product p WHERE s.code = :store AND s.deployment = :deployment
                        ON CONFLICT DO NOTHING
                        """)
                .bind("store", store)
                .bind("deployment", deployment)
                .execute();
    }
}
