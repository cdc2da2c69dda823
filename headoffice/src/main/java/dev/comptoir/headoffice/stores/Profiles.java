package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.TaxRate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The profiles of a store. Each holds from its first day until the next one begins; later ones have higher versions. One that
 * has begun is kept for ever, for the reprints of its sales; the first one holds before its first day, too.
 */
final class Profiles {
    private Profiles() {}

    /** Today, by the store's calendar. */
    static LocalDate today(StoreChanged store, Instant now) {
        return LocalDate.ofInstant(now, ZoneId.of(store.timeZone()));
    }

    /** The profiles, at least one: a store without any has that of its taxes. */
    static List<StoreProfile> of(StoreChanged store) {
        return store.profiles().isEmpty() ? List.of(StoreProfile.of(store.name(), store.taxes())) : store.profiles();
    }

    static StoreProfile inForce(StoreChanged store, LocalDate day) {
        return StoreProfile.inForce(of(store), day);
    }

    /** The rates of the class {@code standard} on a day, for services without profiles. */
    static List<TaxRate> standardRates(StoreChanged store, LocalDate day) {
        return store.profiles().isEmpty() ? store.taxes() : inForce(store, day).rates(TaxClass.STANDARD, day);
    }

    /** The profiles with another one; those that will begin later get higher versions, so that they still do. */
    static List<StoreProfile> plus(StoreChanged store, NewProfile added, LocalDate today) {
        List<StoreProfile> before = of(store);
        List<StoreProfile> after = new ArrayList<>(before.stream()
                .filter(profile -> profile.equals(before.getFirst())
                        || !profile.from().isAfter(today)
                        || profile.from().isBefore(added.from()))
                .toList());
        long version = before.getLast().version() + 1;
        after.add(added.profile(version));
        for (StoreProfile planned : before) {
            if (planned.from().isAfter(today)
                    && planned.from().isAfter(added.from())
                    && StoreProfile.inForce(before, planned.from()).equals(planned)) {
                version++;
                after.add(numbered(planned, version));
            }
        }
        return List.copyOf(after);
    }

    private static StoreProfile numbered(StoreProfile profile, long version) {
        return new StoreProfile(
                version,
                profile.from(),
                profile.legalName(),
                profile.tradeName(),
                profile.address(),
                profile.telephone(),
                profile.languages(),
                profile.taxes(),
                profile.cashIncrement());
    }
}
