package dev.comptoir.store.registers;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.StoresApi.RegisterSeen;
import dev.comptoir.store.registers.StoresApi.StoreSeen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stores of the chain and their registers, replicated from the head office. */
public final class Stores {
    private final Database database;
    private final String deployment;

    /** @param deployment the peer name of this service: the stores of other deployments are not served here */
    public Stores(Database database, String deployment) {
        this.database = database;
        this.deployment = deployment;
    }

    /** A register with the names that screens show. */
    record NamedRegister(Till till, String storeName, String registerName, boolean open) {}

    /** A register of a store that is served here. */
    Optional<NamedRegister> find(Till till) {
        return database.read(sql -> sql.createQuery("""
                        SELECT s.name, r.name, r.open FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register AND s.deployment = :deployment
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("deployment", deployment)
                .map((row, context) -> new NamedRegister(till, row.getString(1), row.getString(2), row.getBoolean(3)))
                .findOne());
    }

    /** The stores that are served here, by code. */
    List<StoreSeen> served() {
        Map<String, StoreSeen> byCode = new LinkedHashMap<>();
        database.read(sql -> sql.createQuery("""
                        SELECT s.code, s.name, r.number, r.name, r.open FROM store s
                        JOIN register r ON r.store_code = s.code
                        WHERE s.deployment = :deployment ORDER BY s.code, r.number LIMIT 10000
                        """)
                        .bind("deployment", deployment)
                        .map((row, context) -> new StoreSeen(
                                row.getString(1),
                                row.getString(2),
                                List.of(new RegisterSeen(row.getInt(3), row.getString(4), row.getBoolean(5)))))
                        .list())
                .forEach(one -> byCode.merge(one.code(), one, Stores::together));
        return List.copyOf(byCode.values());
    }

    private static StoreSeen together(StoreSeen first, StoreSeen second) {
        return new StoreSeen(
                first.code(),
                first.name(),
                Stream.concat(first.registers().stream(), second.registers().stream())
                        .toList());
    }

    /** Keeps the newest state of a store; every product has a place on the shelves of a store that is served here. */
    public void apply(Transaction transaction, StoreChanged event) {
        int newer = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO store AS known (code, name, time_zone, taxes, deployment, version)
                        VALUES (:code, :name, :timeZone, cast(:taxes AS jsonb), :deployment, :version)
                        ON CONFLICT (code) DO UPDATE
                        SET name = excluded.name, time_zone = excluded.time_zone, taxes = excluded.taxes,
                            deployment = excluded.deployment, version = excluded.version
                        WHERE known.version < excluded.version
                        """)
                .bind("code", event.code())
                .bind("name", event.name())
                .bind("timeZone", event.timeZone())
                .bind("taxes", Json.text(event.taxes()))
                .bind("deployment", event.deployment())
                .bind("version", event.version())
                .execute();
        if (newer == 1) {
            keepRegisters(transaction, event.code(), event.registers());
            makeShelf(transaction, event.code());
        }
    }

    private static void keepRegisters(Transaction transaction, String store, List<RegisterOfStore> registers) {
        for (RegisterOfStore register : registers) {
            transaction
                    .sql()
                    .createUpdate("""
                            INSERT INTO register (store_code, number, name) VALUES (:store, :number, :name)
                            ON CONFLICT (store_code, number) DO UPDATE SET name = excluded.name
                            """)
                    .bind("store", store)
                    .bind("number", register.number())
                    .bind("name", register.name())
                    .execute();
        }
    }

    private void makeShelf(Transaction transaction, String store) {
        transaction
                .sql()
                .createUpdate("""
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
