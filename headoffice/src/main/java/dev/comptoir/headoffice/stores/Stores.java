package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The stores of the chain; a new one, and each change, is replicated to the other services. */
public final class Stores {
    static final int PROFILES_LIMIT = 100;
    static final int STORES_LIMIT = 10_000;

    private static final String SELECT =
            "SELECT code, name, time_zone, taxes, registers, deployment, version, profiles FROM store ";

    private final Replication replication;
    private final List<String> deployments;
    private final Clock clock;

    /** @param deployments the store services that are connected */
    public Stores(Replication replication, List<String> deployments, Clock clock) {
        this.replication = replication;
        this.deployments = List.copyOf(deployments);
        this.clock = clock;
    }

    /** The result of adding or changing a store. */
    sealed interface Outcome {}

    record Added(StoreChanged store) implements Outcome {}

    /** The store as it is now, also when the change left everything as it was. */
    record Changed(StoreChanged store) implements Outcome {}

    /** Why nothing was written. */
    sealed interface Refusal extends Outcome {}

    record StoreExists() implements Refusal {}

    record UnknownDeployment(String deployment) implements Refusal {}

    record NotFound() implements Refusal {}

    /** The store was changed after the caller read it, and has this version now. */
    record VersionStale(long version) implements Refusal {}

    record ProfileTooEarly(LocalDate today) implements Refusal {}

    record TooManyProfiles() implements Refusal {}

    /** The profile has a rate of a tax class that does not exist. */
    record UnknownTaxClass(String code) implements Refusal {}

    record RegisterUnnamed(int number) implements Refusal {}

    record TooManyRegisters() implements Refusal {}

    /** The change would leave the store without a register in service. */
    record LastRegister() implements Refusal {}

    Outcome add(Transaction transaction, StoreChanged wanted, String by) {
        if (!deployments.contains(wanted.deployment())) {
            return transaction.refuse(new UnknownDeployment(wanted.deployment()));
        }
        Optional<Refusal> unknown = unknownClass(transaction, wanted.profiles());
        if (unknown.isPresent()) {
            return transaction.refuse(unknown.get());
        }
        StoreChanged store = withTaxesOf(wanted, clock.instant());
        int written = bind(transaction.update("""
                                INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version, profiles)
                                VALUES (:code, :name, :timeZone, cast(:taxes AS jsonb), cast(:registers AS jsonb),
                                        :deployment, :version, cast(:profiles AS jsonb))
                                ON CONFLICT DO NOTHING
                                """), store).execute();
        if (written == 0) {
            return transaction.refuse(new StoreExists());
        }
        StoreChange.record(transaction, store, by, clock.instant(), new StoreChange.Added(store));
        replication.publish(transaction, store);
        return new Added(store);
    }

    Outcome change(Transaction transaction, String code, long version, StorePatch patch, String by) {
        Optional<StoreChanged> found = lock(transaction, code);
        if (found.isEmpty()) {
            return transaction.refuse(new NotFound());
        }
        StoreChanged before = found.get();
        if (before.version() != version) {
            return transaction.refuse(new VersionStale(before.version()));
        }
        Instant now = clock.instant();
        Optional<Refusal> refusal = refusal(transaction, before, patch, now);
        if (refusal.isPresent()) {
            return transaction.refuse(refusal.get());
        }
        StoreChanged after = changed(before, patch, now);
        StoreChange.Differences differences = StoreChange.Differences.between(before, after, added(after, patch));
        if (differences.isEmpty()) {
            return new Changed(before);
        }
        update(transaction, after);
        StoreChange.record(transaction, after, by, now, differences);
        replication.publish(transaction, after);
        return new Changed(after);
    }

    private static Optional<Refusal> refusal(
            Transaction transaction, StoreChanged before, StorePatch patch, Instant now) {
        if (patch.profile() != null) {
            LocalDate today = Profiles.today(before, now);
            Optional<Refusal> refusal = refusal(transaction, before, patch.profile(), today);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return patch.registers() == null ? Optional.empty() : refusal(before.registers(), patch.registers());
    }

    private static Optional<Refusal> refusal(
            Transaction transaction, StoreChanged before, NewProfile added, LocalDate today) {
        if (added.from().isBefore(today)) {
            return Optional.of(new ProfileTooEarly(today));
        }
        return Profiles.plus(before, added, today).size() > PROFILES_LIMIT
                ? Optional.of(new TooManyProfiles())
                : unknownClass(transaction, List.of(added.profile(1)));
    }

    private static Optional<Refusal> unknownClass(Transaction transaction, List<StoreProfile> profiles) {
        List<String> codes = profiles.stream()
                .flatMap(profile -> profile.taxes().stream())
                .flatMap(tax -> tax.rates().stream())
                .map(Tax.DatedRate::taxClass)
                .distinct()
                .toList();
        return transaction
                .query("""
                        SELECT code FROM unnest(cast(:codes AS text[])) AS wanted (code)
                        WHERE NOT EXISTS (SELECT FROM tax_class AS known WHERE known.code = wanted.code)
                        ORDER BY code LIMIT 1
                        """)
                .bindArray("codes", String.class, codes)
                .mapTo(String.class)
                .findOne()
                .<Refusal>map(UnknownTaxClass::new);
    }

    private static Optional<Refusal> refusal(List<RegisterOfStore> before, List<RegisterPatch> patches) {
        for (RegisterPatch patch : patches) {
            if (Registers.lacksName(before, patch)) {
                return Optional.of(new RegisterUnnamed(patch.number()));
            }
        }
        List<RegisterOfStore> after = Registers.changed(before, patches);
        if (after.size() > StoreValues.REGISTERS_LIMIT) {
            return Optional.of(new TooManyRegisters());
        }
        return after.stream().allMatch(RegisterOfStore::closed) ? Optional.of(new LastRegister()) : Optional.empty();
    }

    private static StoreChanged changed(StoreChanged before, StorePatch patch, Instant now) {
        List<StoreProfile> profiles = patch.profile() == null
                ? before.profiles()
                : Profiles.plus(before, patch.profile(), Profiles.today(before, now));
        StoreChanged after = new StoreChanged(
                before.code(),
                patch.name() == null ? before.name() : patch.name().strip(),
                before.timeZone(),
                before.taxes(),
                patch.registers() == null
                        ? before.registers()
                        : Registers.changed(before.registers(), patch.registers()),
                before.deployment(),
                before.version() + 1,
                profiles,
                0);
        return withTaxesOf(after, now);
    }

    /** The same store, with the rates of the day for services without profiles. */
    private static StoreChanged withTaxesOf(StoreChanged store, Instant now) {
        return new StoreChanged(
                store.code(),
                store.name(),
                store.timeZone(),
                Profiles.standardRates(store, Profiles.today(store, now)),
                store.registers(),
                store.deployment(),
                store.version(),
                store.profiles(),
                store.epoch());
    }

    private static @Nullable StoreProfile added(StoreChanged after, StorePatch patch) {
        return patch.profile() == null
                ? null
                : StoreProfile.inForce(after.profiles(), patch.profile().from());
    }

    private static Optional<StoreChanged> lock(Transaction transaction, String code) {
        return transaction
                .query(SELECT + "WHERE code = :code FOR NO KEY UPDATE")
                .bind("code", code)
                .map(STORE)
                .findOne();
    }

    private static void update(Transaction transaction, StoreChanged after) {
        bind(transaction.update("""
                                UPDATE store
                                SET name = :name, taxes = cast(:taxes AS jsonb), registers = cast(:registers AS jsonb),
                                    version = :version, profiles = cast(:profiles AS jsonb)
                                WHERE code = :code
                                """), after).execute();
    }

    private static Update bind(Update statement, StoreChanged store) {
        return statement
                .bind("code", store.code())
                .bind("name", store.name())
                .bind("timeZone", store.timeZone())
                .bind("taxes", Json.text(store.taxes()))
                .bind("registers", Json.text(store.registers()))
                .bind("deployment", store.deployment())
                .bind("version", store.version())
                .bind("profiles", Json.text(store.profiles()));
    }

    /** All stores, by code. */
    public static List<StoreChanged> all(Handle sql) {
        return sql.createQuery(SELECT + "ORDER BY code LIMIT :limit")
                .bind("limit", STORES_LIMIT)
                .map(STORE)
                .list();
    }

    static Optional<StoreChanged> find(Handle sql, String code) {
        return sql.createQuery(SELECT + "WHERE code = :code")
                .bind("code", code)
                .map(STORE)
                .findOne();
    }

    private static final RowMapper<StoreChanged> STORE = (row, context) -> new StoreChanged(
            row.getString("code"),
            row.getString("name"),
            row.getString("time_zone"),
            List.of(Json.read(row.getString("taxes"), TaxRate[].class)),
            List.of(Json.read(row.getString("registers"), RegisterOfStore[].class)),
            row.getString("deployment"),
            row.getLong("version"),
            List.of(Json.read(row.getString("profiles"), StoreProfile[].class)),
            0);
}
