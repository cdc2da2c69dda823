package dev.comptoir.store.registers;

import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a store, which determine its taxes and its coins.
 *
 * @param all the profiles, at least one
 */
public record StoreProfiles(ZoneId timeZone, List<StoreProfile> all) {

    /**
     * From the columns of a store.
     *
     * @param taxes of a store from before there were profiles
     */
    public static StoreProfiles read(String name, String timeZone, String taxes, String profiles) {
        List<StoreProfile> all = List.of(Json.read(profiles, StoreProfile[].class));
        return new StoreProfiles(
                ZoneId.of(timeZone),
                all.isEmpty() ? List.of(StoreProfile.of(name, List.of(Json.read(taxes, TaxRate[].class)))) : all);
    }

    /** Of a store that exists. */
    public static StoreProfiles of(Handle sql, String store) {
        return sql.createQuery("SELECT name, time_zone, taxes, profiles FROM store WHERE code = :store")
                .bind("store", store)
                .map((row, context) -> read(
                        row.getString("name"),
                        row.getString("time_zone"),
                        row.getString("taxes"),
                        row.getString("profiles")))
                .one();
    }

    /** The day of the store at a moment. */
    public LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, timeZone);
    }

    public StoreProfile inForce(LocalDate day) {
        return StoreProfile.inForce(all, day);
    }

    /**
     * The profile of a sale.
     *
     * @param version that the sale was made with; absent in sales of earlier versions, which get the profile of their day
     */
    public StoreProfile of(Instant soldAt, @Nullable Long version) {
        return all.stream()
                .filter(profile -> Objects.equals(profile.version(), version))
                .findFirst()
                .orElseGet(() -> inForce(day(soldAt)));
    }
}
