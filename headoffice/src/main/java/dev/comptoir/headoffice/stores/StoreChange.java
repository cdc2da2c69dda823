package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a store: who made it, and what is new in it.
 *
 * @param changes {@code added} in the first version; {@code name}, {@code profile} and {@code registers} in later ones
 */
public record StoreChange(long version, String changedBy, Instant changedAt, JsonNode changes) {
    static final int HISTORY_LIMIT_CHANGES = 200;

    /**
     * What differs between two versions; absent where nothing does.
     *
     * @param profile that was added
     */
    record Differences(
            @Nullable NameChange name,
            @Nullable StoreProfile profile,
            @Nullable List<RegisterChange> registers) {
        static Differences between(StoreChanged before, StoreChanged after, @Nullable StoreProfile added) {
            List<RegisterChange> registers = after.registers().stream()
                    .map(register ->
                            new RegisterChange(Registers.find(before.registers(), register.number()), register))
                    .filter(change -> !change.after().equals(change.before()))
                    .toList();
            return new Differences(
                    before.name().equals(after.name()) ? null : new NameChange(before.name(), after.name()),
                    added,
                    registers.isEmpty() ? null : registers);
        }

        boolean isEmpty() {
            return name == null && profile == null && registers == null;
        }
    }

    record NameChange(String before, String after) {}

    /** @param before absent where the register is new */
    record RegisterChange(@Nullable RegisterOfStore before, RegisterOfStore after) {}

    /** The first version of a store. */
    record Added(StoreChanged added) {}

    static void record(Transaction transaction, StoreChanged store, String by, Instant at, Object changes) {
        transaction
                .update("""
                        INSERT INTO store_change (store_code, version, changed_by, changed_at, changes)
                        VALUES (:code, :version, :by, :at, cast(:changes AS jsonb))
                        """)
                .bind("code", store.code())
                .bind("version", store.version())
                .bind("by", by)
                .bind("at", Timestamp.from(at))
                .bind("changes", Json.text(changes))
                .execute();
    }

    /** The newest versions of a store, newest first; without those of a release that kept no history. */
    static List<StoreChange> newest(Handle sql, String code) {
        return sql.createQuery("""
                        SELECT version, changed_by, changed_at, changes FROM store_change
                        WHERE store_code = :code ORDER BY version DESC LIMIT :limit
                        """)
                .bind("code", code)
                .bind("limit", HISTORY_LIMIT_CHANGES)
                .map((row, context) -> new StoreChange(
                        row.getLong("version"),
                        row.getString("changed_by"),
                        row.getTimestamp("changed_at").toInstant(),
                        Objects.requireNonNull(Json.read(row.getString("changes"), JsonNode.class))))
                .list();
    }
}
