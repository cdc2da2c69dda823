package dev.comptoir.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tax that a store collects.
 *
 * @param name as printed on receipts, 1 to 20 characters: {@code GST}
 * @param mark printed beside each line that bears the tax, 1 or 2 characters: {@code F}
 * @param registration the store's registration number for this tax, at most 40 characters
 * @param rates at most 100; those of one tax class do not overlap. A class without a rate on a day is not taxed on it
 */
public record Tax(String name, String mark, @Nullable String registration, List<DatedRate> rates) {
    private static final int NAME_LIMIT = 20;
    private static final int MARK_LIMIT = 2;
    private static final int REGISTRATION_LIMIT = 40;
    private static final int RATES_LIMIT = 100;

    /** @throws IllegalArgumentException when a part is out of range, or two rates of one class overlap */
    public Tax {
        rates = List.copyOf(rates);
        Text.require(name, NAME_LIMIT, "the name of a tax");
        Text.require(mark, MARK_LIMIT, "the mark of a tax");
        if (registration != null) {
            Text.require(registration, REGISTRATION_LIMIT, "a registration number");
        }
        if (rates.size() > RATES_LIMIT) {
            throw new IllegalArgumentException("a tax has at most " + RATES_LIMIT + " rates");
        }
        checkOverlaps(rates);
    }

    /**
     * The rate of a tax class from one day to another, both included, by the calendar of the store's time zone.
     *
     * @param perMillion the rate in millionths of the taxable base, 0 to 1,000,000: 9.975 % is 99,750
     * @param to absent while no end is known
     */
    public record DatedRate(
            String taxClass,
            int perMillion,
            LocalDate from,
            @Nullable LocalDate to) {

        /** @throws IllegalArgumentException when the rate is out of range or ends before it begins */
        public DatedRate {
            TaxClass.requireCode(taxClass);
            TaxRate.requirePerMillion(perMillion);
            if (to != null && to.isBefore(from)) {
                throw new IllegalArgumentException("a rate ends on its first day or later");
            }
        }

        private boolean contains(LocalDate day) {
            return !day.isBefore(from) && (to == null || !day.isAfter(to));
        }

        private boolean overlaps(DatedRate other) {
            return taxClass.equals(other.taxClass) && (contains(other.from) || other.contains(from));
        }
    }

    private static void checkOverlaps(List<DatedRate> rates) {
        for (int index = 0; index < rates.size(); index++) {
            DatedRate rate = rates.get(index);
            if (rates.subList(index + 1, rates.size()).stream().anyMatch(rate::overlaps)) {
                throw new IllegalArgumentException("two rates of the class " + rate.taxClass() + " overlap");
            }
        }
    }

    /** The rate of a class on a day, if it is above zero. */
    Optional<TaxRate> rate(String taxClass, LocalDate day) {
        return rates.stream()
                .filter(rate -> rate.taxClass().equals(taxClass) && rate.contains(day) && rate.perMillion() > 0)
                .map(rate -> new TaxRate(name, rate.perMillion()))
                .findFirst();
    }
}
