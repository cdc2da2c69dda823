package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.ReservedLine;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.store.checkout.Taxes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A line of a sale, and how many of its units came back. What the next units are worth is the share of all units so far, less
 * what the earlier ones were worth: so the refunds of a line, in whatever parts, add up to it to the cent.
 *
 * @param amount of all units, as sold
 * @param deposit of all units
 * @param taxes the rates that the line bears; absent when an earlier version sold it, and it bears all taxes of the sale
 */
record SoldLine(
        int line,
        long productId,
        int quantity,
        int returned,
        Money amount,
        Money deposit,
        @Nullable List<TaxRate> taxes) {
    private static final int LINES_LIMIT = 1_000;

    /** All lines of a sale, by their places. */
    static Map<Integer, SoldLine> of(Handle sql, String sale) {
        return sql.createQuery("""
                        SELECT line, product_id, quantity, returned, amount, deposit, taxes FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", sale)
                .bind("limit", LINES_LIMIT)
                .map((row, context) -> new SoldLine(
                        row.getInt("line"),
                        row.getLong("product_id"),
                        row.getInt("quantity"),
                        row.getInt("returned"),
                        Money.ofCents(row.getLong("amount")),
                        Money.ofCents(row.getLong("deposit")),
                        rates(row.getString("taxes"))))
                .collectToMap(SoldLine::line, Function.identity());
    }

    /** Those of a sale of another deployment. */
    static Map<Integer, SoldLine> of(List<ReservedLine> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(place -> of(place + 1, lines.get(place)))
                .collect(Collectors.toMap(SoldLine::line, Function.identity()));
    }

    private static SoldLine of(int place, ReservedLine line) {
        SaleLine sold = line.sold();
        return new SoldLine(
                place, sold.productId(), sold.quantity(), line.returned(), sold.amount(), sold.deposit(), sold.taxes());
    }

    private static @Nullable List<TaxRate> rates(@Nullable String json) {
        return json == null ? null : List.of(Json.read(json, TaxRate[].class));
    }

    int returnable() {
        return quantity - returned;
    }

    Money amountOfReturned() {
        return Taxes.share(amount, returned, quantity);
    }

    Money amountOfNext(int units) {
        return next(amount, units);
    }

    Money depositOfNext(int units) {
        return next(deposit, units);
    }

    private Money next(Money whole, int units) {
        return Taxes.share(whole, returned + units, quantity).minus(Taxes.share(whole, returned, quantity));
    }

    private boolean bears(TaxAmount tax) {
        return taxes == null || taxes.contains(new TaxRate(tax.name(), tax.perMillion()));
    }

    /**
     * The taxes of the next units of some lines, by the same rule: shares of the taxes as charged.
     *
     * @param charged the taxes of the sale
     * @param lines all lines of the sale
     * @param units by line
     */
    static List<TaxAmount> taxesOfNext(
            List<TaxAmount> charged, Collection<SoldLine> lines, Map<Integer, Integer> units) {
        return charged.stream()
                .filter(tax -> lines.stream().anyMatch(line -> units.containsKey(line.line) && line.bears(tax)))
                .map(tax -> taxOfNext(
                        tax, lines.stream().filter(line -> line.bears(tax)).toList(), units))
                .toList();
    }

    private static TaxAmount taxOfNext(TaxAmount tax, List<SoldLine> lines, Map<Integer, Integer> units) {
        long base = Math.max(1, Money.sum(lines.stream().map(SoldLine::amount)).cents());
        Money before = Money.sum(lines.stream().map(SoldLine::amountOfReturned));
        Money now = Money.sum(lines.stream().map(line -> line.amountOfNext(units.getOrDefault(line.line, 0))));
        Money after = before.plus(now);
        return new TaxAmount(
                tax.name(),
                tax.perMillion(),
                now,
                Taxes.share(tax.amount(), after.cents(), base).minus(Taxes.share(tax.amount(), before.cents(), base)));
    }
}
