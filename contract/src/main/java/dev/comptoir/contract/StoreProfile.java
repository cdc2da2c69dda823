package dev.comptoir.contract;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store prints on its receipts, which taxes it collects, and how it rounds cash. A change is a new profile; sales and
 * reprints keep the profile of their day.
 *
 * @param version from 1; a later change has a higher one. The profile that a store had before its first one has 0
 * @param from its first day, by the calendar of the store's time zone
 * @param legalName the taxpayer, 1 to 100 characters
 * @param tradeName as customers know the store, 1 to 100 characters
 * @param address at most 6 lines
 * @param languages of the receipts, the store's own first: {@code fr}, {@code en}
 * @param taxes at most 5
 * @param cashIncrement cents to a multiple of which cash is rounded, 1 to 100; 1 does not round
 */
// rule off: SmallRecords, the record is as flat as its stored JSON
public record StoreProfile(
        long version,
        LocalDate from,
        String legalName,
        String tradeName,
        List<String> address,
        @Nullable String telephone,
        List<String> languages,
        List<Tax> taxes,
        int cashIncrement) {
    private static final int NAME_LIMIT = 100;
    private static final int ADDRESS_LIMIT = 6;
    private static final int LANGUAGES_LIMIT = 5;
    private static final int TAXES_LIMIT = 5;
    private static final int INCREMENT_LIMIT = 100;
    private static final LocalDate ALWAYS = LocalDate.of(2000, 1, 1);

    /** @throws IllegalArgumentException when a part is out of range */
    public StoreProfile {
        address = List.copyOf(address);
        languages = List.copyOf(languages);
        taxes = List.copyOf(taxes);
        Text.require(legalName, NAME_LIMIT, "the legal name of a store");
        Text.require(tradeName, NAME_LIMIT, "the trade name of a store");
        address.forEach(line -> Text.require(line, NAME_LIMIT, "a line of an address"));
        if (telephone != null) {
            Text.require(telephone, NAME_LIMIT, "a telephone number");
        }
        require(address.size() <= ADDRESS_LIMIT, "an address has at most 6 lines");
        require(!languages.isEmpty() && languages.size() <= LANGUAGES_LIMIT, "a store has 1 to 5 languages");
        require(taxes.size() <= TAXES_LIMIT, "a store has at most 5 taxes");
        require(taxes.stream().map(Tax::name).distinct().count() == taxes.size(), "each tax has a name of its own");
        require(cashIncrement >= 1 && cashIncrement <= INCREMENT_LIMIT, "cash is rounded to 1 to 100 cents");
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }

    /** The profile of a store from before there were profiles: one tax class, and cash to the cent. */
    public static StoreProfile of(String name, List<TaxRate> rates) {
        List<Tax> taxes = rates.stream()
                .map(rate -> new Tax(
                        rate.name(),
                        Character.toString(rate.name().strip().codePointAt(0)),
                        null,
                        List.of(new Tax.DatedRate(TaxClass.STANDARD, rate.perMillion(), ALWAYS, null))))
                .toList();
        return new StoreProfile(0, ALWAYS, name, name, List.of(), null, List.of("fr"), taxes, 1);
    }

    /**
     * The profile in force on a day: the newest of those that have begun.
     *
     * @param profiles at least one; the oldest holds before its first day, too
     */
    public static StoreProfile inForce(List<StoreProfile> profiles, LocalDate day) {
        Comparator<StoreProfile> byVersion = Comparator.comparingLong(StoreProfile::version);
        return profiles.stream()
                .filter(profile -> !profile.from().isAfter(day))
                .max(byVersion)
                .orElseGet(() -> profiles.stream().min(byVersion).orElseThrow());
    }

    /** The rates above zero of a tax class on a day, in the order of the taxes; empty for zero-rated products. */
    public List<TaxRate> rates(String taxClass, LocalDate day) {
        return taxes.stream().flatMap(tax -> tax.rate(taxClass, day).stream()).toList();
    }
}
