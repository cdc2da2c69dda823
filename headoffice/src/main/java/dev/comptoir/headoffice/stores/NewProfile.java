package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A profile that a store gets.
 *
 * @param from its first day, by the calendar of the store's time zone
 * @param legalName the taxpayer, 1 to 100 characters
 * @param tradeName as customers know the store, 1 to 100 characters
 * @param address at most 6 lines
 * @param languages of the receipts, the store's own first: {@code fr}, {@code en}
 * @param taxes at most 5, with at most 100 rates together
 * @param cashIncrement cents to a multiple of which cash is rounded, a part of 100; 1 does not round
 */
public record NewProfile(
        LocalDate from,
        String legalName,
        String tradeName,
        List<String> address,
        @Nullable String telephone,
        List<String> languages,
        List<Tax> taxes,
        int cashIncrement) {
    private static final Set<String> LANGUAGES = Set.of("fr", "en");
    private static final Pattern TELEPHONE = Pattern.compile("\\+?\\(?[0-9][0-9 ().-]{5,26}[0-9]");
    private static final Pattern REGISTRATION = Pattern.compile("[A-Z0-9]([A-Z0-9 -]{0,38}[A-Z0-9])?");
    private static final Pattern MARK = Pattern.compile("\\p{Lu}{1,2}");
    private static final int RATES_LIMIT = 100;
    private static final int DOLLAR = 100;
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);

    /** @throws IllegalArgumentException when a part is out of range */
    public NewProfile {
        address = address.stream().map(String::strip).toList();
        languages = List.copyOf(languages);
        taxes = List.copyOf(taxes);
        legalName = legalName.strip();
        tradeName = tradeName.strip();
        checkTexts(Stream.of(
                        Stream.of(legalName, tradeName),
                        address.stream(),
                        taxes.stream().map(Tax::name))
                .flatMap(texts -> texts));
        require(
                telephone == null || TELEPHONE.matcher(telephone).matches(),
                "a telephone number has 7 to 30 characters: digits, spaces and ( ) . -, perhaps a + before them");
        require(
                LANGUAGES.containsAll(languages) && Set.copyOf(languages).size() == languages.size(),
                "the languages are fr and en, each at most once");
        require(cashIncrement >= 1 && DOLLAR % cashIncrement == 0, "a whole number of cash increments is 100 cents");
        checkDay(from);
        checkTaxes(taxes);
        new StoreProfile(1, from, legalName, tradeName, address, telephone, languages, taxes, cashIncrement);
    }

    private static void checkTexts(Stream<String> texts) {
        require(
                texts.flatMapToInt(String::chars).noneMatch(Character::isISOControl),
                "names and lines of an address have no control characters");
    }

    private static void checkTaxes(List<Tax> taxes) {
        require(
                taxes.stream().map(Tax::name).allMatch(name -> name.equals(name.strip())),
                "the name of a tax neither begins nor ends with a space");
        require(taxes.stream().map(Tax::mark).distinct().count() == taxes.size(), "each tax has a mark of its own");
        require(
                taxes.stream().allMatch(tax -> MARK.matcher(tax.mark()).matches()),
                "the mark of a tax has 1 or 2 capitals");
        require(
                taxes.stream()
                        .map(Tax::registration)
                        .allMatch(number ->
                                number == null || REGISTRATION.matcher(number).matches()),
                "a registration number has 1 to 40 capitals, digits, spaces and hyphens");
        require(
                taxes.stream().mapToInt(tax -> tax.rates().size()).sum() <= RATES_LIMIT,
                "the taxes of a store have at most " + RATES_LIMIT + " rates together");
        taxes.stream().flatMap(tax -> tax.rates().stream()).forEach(rate -> {
            checkDay(rate.from());
            checkDay(rate.to());
        });
    }

    private static void checkDay(@Nullable LocalDate day) {
        require(
                day == null || (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)),
                "a day lies between " + FIRST_DAY + " and " + LAST_DAY);
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }

    StoreProfile profile(long version) {
        return new StoreProfile(
                version, from, legalName, tradeName, address, telephone, languages, taxes, cashIncrement);
    }
}
