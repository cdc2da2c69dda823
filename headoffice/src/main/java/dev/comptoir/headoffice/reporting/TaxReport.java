package dev.comptoir.headoffice.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.reporting.Reports.Days;
import dev.comptoir.headoffice.stores.NamedStore;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * What a bookkeeper files from: the taxes, tenders and deposits of each store and their sum, from the business day
 * {@code from} to {@code to}.
 */
public record TaxReport(LocalDate from, LocalDate to, List<OfStore> stores, Books total) {
    private static final int ROWS_LIMIT = 500_000;

    private static final String PARTS = """
            SELECT store_code AS store, book, part, name, per_million, sum(base) AS base, sum(amount) AS amount
            FROM day_part WHERE day BETWEEN :from AND :to %s
            GROUP BY store_code, book, part, name, per_million LIMIT :limit
            """;

    /** One store. */
    public record OfStore(
            String store, String name, @JsonUnwrapped Books books) {}

    /** @param balance sales less refunds */
    public record Books(Summary sales, Summary refunds, Summary balance) {
        private static Books of(List<Part> parts) {
            List<Part> sales =
                    parts.stream().filter(part -> part.book.equals("sale")).toList();
            List<Part> refunds =
                    parts.stream().filter(part -> part.book.equals("refund")).toList();
            return new Books(
                    Summary.of(sales),
                    Summary.of(refunds),
                    Summary.of(Stream.concat(sales.stream(), refunds.stream().map(Part::negated))
                            .toList()));
        }
    }

    /**
     * What sales, or refunds, are made up of: {@code net + taxes + deposits = total}, and the tenders add up to {@code total -
     * empties + rounding}.
     *
     * @param net without taxes and deposits
     * @param zeroRated the part of {@code net} that bears no tax
     * @param taxes by name and rate, each with the base that it was charged on
     * @param empties the deposits of containers that came back with sales and without them
     * @param tenders what was paid, less change; or what was handed back
     */
    public record Summary(
            Money net,
            Money zeroRated,
            List<TaxAmount> taxes,
            Money deposits,
            Money total,
            Money empties,
            Money rounding,
            List<TenderAmount> tenders) {
        private static Summary of(List<Part> parts) {
            Money net = sum(parts, DayPart.NET);
            List<TaxAmount> taxes = taxesOf(parts);
            Money deposits = sum(parts, DayPart.DEPOSITS);
            return new Summary(
                    net,
                    sum(parts, DayPart.ZERO_RATED),
                    taxes,
                    deposits,
                    net.plus(Money.sum(taxes.stream().map(TaxAmount::amount))).plus(deposits),
                    sum(parts, DayPart.EMPTIES),
                    sum(parts, DayPart.ROUNDING),
                    tendersOf(parts));
        }
    }

    /** What was paid, or handed back, by one tender. */
    public record TenderAmount(Tender tender, Money amount) {}

    /** A sum of {@code day_part} over the days of the report. */
    record Part(String store, String book, String part, String name, int perMillion, Money base, Money amount) {
        private Part negated() {
            return new Part(store, book, part, name, perMillion, Money.ZERO.minus(base), Money.ZERO.minus(amount));
        }
    }

    /** @param store a code, or {@code all} */
    static TaxReport of(Handle sql, String store, Days days) {
        List<Part> parts = parts(sql, store, days);
        Map<String, List<Part>> byStore = parts.stream().collect(Collectors.groupingBy(Part::store));
        List<OfStore> stores = NamedStore.all(sql).stream()
                .filter(one -> store.equals(Reports.ALL) || store.equals(one.code()))
                .map(one -> ofStore(one, byStore.getOrDefault(one.code(), List.of())))
                .toList();
        return new TaxReport(days.from(), days.to(), stores, Books.of(parts));
    }

    private static OfStore ofStore(NamedStore store, List<Part> parts) {
        return new OfStore(store.code(), store.name(), Books.of(parts));
    }

    private static List<Part> parts(Handle sql, String store, Days days) {
        boolean isChain = store.equals(Reports.ALL);
        Query query = sql.createQuery(PARTS.formatted(isChain ? "" : "AND store_code = :store"));
        if (!isChain) {
            query.bind("store", store);
        }
        return query.bind("from", days.from())
                .bind("to", days.to())
                .bind("limit", ROWS_LIMIT)
                .map(ConstructorMapper.of(Part.class))
                .list();
    }

    private static Money sum(List<Part> parts, String part) {
        return Money.sum(parts.stream().filter(one -> one.part.equals(part)).map(Part::amount));
    }

    private static List<TaxAmount> taxesOf(List<Part> parts) {
        Comparator<TaxAmount> byRate = Comparator.comparing(TaxAmount::name).thenComparingInt(TaxAmount::perMillion);
        return List.copyOf(parts.stream()
                .filter(one -> one.part.equals(DayPart.TAX))
                .map(one -> new TaxAmount(one.name, one.perMillion, one.base, one.amount))
                .collect(Collectors.toMap(
                        Function.identity(), Function.identity(), TaxAmount::plus, () -> new TreeMap<>(byRate)))
                .values());
    }

    private static List<TenderAmount> tendersOf(List<Part> parts) {
        Map<Tender, Money> sums = new EnumMap<>(Tender.class);
        parts.stream()
                .filter(one -> one.part.equals(DayPart.TENDER))
                .forEach(one -> sums.merge(Tender.stored(one.name), one.amount, Money::plus));
        return sums.entrySet().stream()
                .map(sum -> new TenderAmount(sum.getKey(), sum.getValue()))
                .toList();
    }
}
