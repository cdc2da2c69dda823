package dev.comptoir.headoffice.reporting;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the stores come to, from the read models alone. */
public final class ReportsApi {
    static final ProblemType UNKNOWN_STORE = new ProblemType("unknown-store", 422, "There is no such store");

    static final String ALL = "all";
    private static final int BEST = 5;
    private static final int DAYS_LIMIT = 400;
    private static final int DAYS_BY_HOUR_LIMIT = 31;

    private static final Parameter<LocalDate> FROM =
            Parameter.queryDay("from", "The first business day; today in the stores when both are absent");
    private static final Parameter<LocalDate> TO =
            Parameter.queryDay("to", "The last business day; the first one when absent");
    static final Parameter<String> STORE = Parameter.query(
                    "store", "The code of a store, or all", "all|[A-Z][A-Z0-9]{0,7}")
            .orElse(ALL);
    private static final Parameter<String> BY =
            Parameter.queryWord("by", "The length of one step", "day", "hour").orElse("day");

    private final Database database;
    private final Clock clock;

    public ReportsApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Sums of sales and refunds.
     *
     * @param net sales less refunds
     */
    public record Totals(long sales, Money salesTotal, long refunds, Money refundsTotal, Money net) {
        static Totals of(long sales, long salesTotal, long refunds, long refundsTotal) {
            return new Totals(
                    sales,
                    Money.ofCents(salesTotal),
                    refunds,
                    Money.ofCents(refundsTotal),
                    Money.ofCents(salesTotal - refundsTotal));
        }

        Totals plus(Totals other) {
            return of(
                    sales + other.sales,
                    salesTotal.plus(other.salesTotal).cents(),
                    refunds + other.refunds,
                    refundsTotal.plus(other.refundsTotal).cents());
        }
    }

    /**
     * One of the five products that a store sold most.
     *
     * @param units sold in the days of the report
     * @param stock what the store has of it now
     */
    public record BestProduct(long productId, String sku, String name, long units, Money amount, long stock) {}

    /** One store in a report. */
    public record StoreReport(String store, String name, Totals totals, List<BestProduct> bestProducts) {}

    /** All stores, and what they come to together. */
    public record ConsolidatedReport(LocalDate from, LocalDate to, List<StoreReport> stores, Totals total) {}

    /**
     * One step of a series.
     *
     * @param hour 0 to 23 in the store's time zone, when the series is by the hour
     */
    public record Step(LocalDate day, @Nullable Integer hour, Totals totals) {}

    /** A series without gaps by the day; by the hour, only hours in which something happened. */
    public record Series(String store, LocalDate from, LocalDate to, String by, List<Step> steps) {}

    public List<Endpoint> endpoints() {
        CachePolicy reports = CachePolicy.of(CacheTag.EVENTS, CacheTag.CATALOGUE, CacheTag.STORES)
                .varyingByHour(clock);
        return List.of(
                Endpoint.get("/reports/consolidated", "Each store's totals and best products, and the grand total")
                        .access(Staff.MANAGERS)
                        .takes(FROM, TO)
                        .returns(200, ConsolidatedReport.class)
                        .cached(reports)
                        .handledBy(this::consolidated),
                Endpoint.get("/reports/consolidated.csv", "The same report for spreadsheets, a line for each store")
                        .access(Staff.MANAGERS)
                        .takes(FROM, TO)
                        .returns(200, Csv.class)
                        .cached(reports)
                        .handledBy(this::consolidatedCsv),
                Endpoint.get("/analytics/sales", "Sales and refunds by day or hour, of one store or all")
                        .access(Staff.MANAGERS)
                        .takes(STORE, FROM, TO, BY)
                        .returns(200, Series.class)
                        .cached(CachePolicy.of(CacheTag.EVENTS, CacheTag.STORES).varyingByHour(clock))
                        .refuses(UNKNOWN_STORE)
                        .handledBy(this::series));
    }

    private record Days(LocalDate from, LocalDate to) {}

    private Days days(Request request, String store, int most) {
        LocalDate from = request.find(FROM);
        LocalDate to = request.find(TO);
        if (from == null && to == null) {
            return today(store);
        }
        Days days = new Days(Objects.requireNonNullElse(from, to), Objects.requireNonNullElse(to, from));
        if (days.to.isBefore(days.from) || days.from.plusDays(most).isBefore(days.to)) {
            throw Refused.invalid("from and to are at most %d days apart, from first".formatted(most));
        }
        return days;
    }

    /** Two days while midnight is between the stores: none of them has its sales of today left out. */
    private Days today(String store) {
        Instant now = clock.instant();
        List<LocalDate> days = database.read(Stores::all).stream()
                .filter(one -> store.equals(ALL) || one.code().equals(store))
                .map(one -> LocalDate.ofInstant(now, ZoneId.of(one.timeZone())))
                .sorted()
                .toList();
        return days.isEmpty()
                ? new Days(LocalDate.ofInstant(now, ZoneOffset.UTC), LocalDate.ofInstant(now, ZoneOffset.UTC))
                : new Days(days.getFirst(), days.getLast());
    }

    private Response consolidated(Request request) {
        return Response.ok(report(request));
    }

    private Response consolidatedCsv(Request request) {
        ConsolidatedReport report = report(request);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("from", "to", "store", "name", "sales", "sales_total", "refunds", "refunds_total", "net");
            report.stores()
                    .forEach(store -> csv.writeRecord(cells(report, store.store(), store.name(), store.totals())));
            csv.writeRecord(cells(report, "", "", report.total()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Response.ok(new Csv(text.toString()))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"comptoir-%s-%s.csv\"".formatted(report.from(), report.to()));
    }

    private static List<String> cells(ConsolidatedReport report, String store, String name, Totals totals) {
        return List.of(
                report.from().toString(),
                report.to().toString(),
                store,
                Csv.cell(name),
                Long.toString(totals.sales()),
                totals.salesTotal().toString(),
                Long.toString(totals.refunds()),
                totals.refundsTotal().toString(),
                totals.net().toString());
    }

    private ConsolidatedReport report(Request request) {
        Days days = days(request, ALL, DAYS_LIMIT);
        return database.read(sql -> {
            Map<String, Totals> totals = totals(sql, days);
            Map<String, List<BestProduct>> best = best(sql, days);
            List<StoreReport> reports = new ArrayList<>();
            Totals sum = Totals.of(0, 0, 0, 0);
            for (StoreChanged store : Stores.all(sql)) {
                Totals ofStore = totals.getOrDefault(store.code(), Totals.of(0, 0, 0, 0));
                reports.add(new StoreReport(
                        store.code(), store.name(), ofStore, best.getOrDefault(store.code(), List.of())));
                sum = sum.plus(ofStore);
            }
            return new ConsolidatedReport(days.from(), days.to(), reports, sum);
        });
    }

    private static Map<String, Totals> totals(Handle sql, Days days) {
        Map<String, Totals> totals = new HashMap<>();
        sql.createQuery("""
                        SELECT store_code, sum(sales), sum(sales_total), sum(refunds), sum(refunds_total) FROM store_day
                        WHERE day BETWEEN :from AND :to GROUP BY store_code LIMIT 10000
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .map((row, context) -> Map.entry(
                        row.getString(1), Totals.of(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))))
                .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
        return totals;
    }

    private static Map<String, List<BestProduct>> best(Handle sql, Days days) {
        Map<String, List<BestProduct>> best = new HashMap<>();
        sql.createQuery("""
                        SELECT ranked.store_code, ranked.product_id, coalesce(p.sku, '') AS sku,
                               coalesce(p.name, '') AS name, ranked.units, ranked.amount,
                               coalesce(s.quantity, 0) AS stock
                        FROM (SELECT store_code, product_id, sum(units) AS units, sum(amount) AS amount,
                                     row_number() OVER (PARTITION BY store_code
                                                        ORDER BY sum(units) DESC, sum(amount) DESC, product_id) AS place
                              FROM product_day WHERE day BETWEEN :from AND :to GROUP BY store_code, product_id) AS ranked
                        LEFT JOIN product p ON p.id = ranked.product_id
                        LEFT JOIN stock s ON s.store_code = ranked.store_code AND s.product_id = ranked.product_id
                        WHERE ranked.place <= :best ORDER BY ranked.store_code, ranked.place LIMIT 50000
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .bind("best", BEST)
                .map((row, context) -> Map.entry(
                        row.getString("store_code"),
                        new BestProduct(
                                row.getLong("product_id"),
                                row.getString("sku"),
                                row.getString("name"),
                                row.getLong("units"),
                                Money.ofCents(row.getLong("amount")),
                                row.getLong("stock"))))
                .forEach(entry -> best.computeIfAbsent(entry.getKey(), store -> new ArrayList<>())
                        .add(entry.getValue()));
        return best;
    }

    private Response series(Request request) {
        String store = request.get(STORE);
        boolean byHour = request.get(BY).equals("hour");
        Days days = days(request, store, byHour ? DAYS_BY_HOUR_LIMIT : DAYS_LIMIT);
        boolean known =
                store.equals(ALL) || database.read(sql -> Stores.byCode(sql).containsKey(store));
        if (!known) {
            return Response.problem(UNKNOWN_STORE, "no store has the code " + store);
        }
        List<Step> steps = database.read(sql -> byHour ? hours(sql, store, days) : daily(sql, store, days));
        return Response.ok(new Series(store, days.from(), days.to(), byHour ? "hour" : "day", steps));
    }

    private static List<Step> daily(Handle sql, String store, Days days) {
        return sql.createQuery("""
                        SELECT d::date AS day, coalesce(sum(sales), 0) AS sales, coalesce(sum(sales_total), 0) AS sales_total,
                               coalesce(sum(refunds), 0) AS refunds, coalesce(sum(refunds_total), 0) AS refunds_total
                        FROM generate_series(cast(:from AS date), cast(:to AS date), interval '1 day') AS d
                        LEFT JOIN store_day s ON s.day = d::date AND (:store = 'all' OR s.store_code = :store)
                        GROUP BY d ORDER BY d LIMIT 1000
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .bind("store", store)
                .map((row, context) -> new Step(
                        row.getObject("day", LocalDate.class),
                        null,
                        Totals.of(
                                row.getLong("sales"),
                                row.getLong("sales_total"),
                                row.getLong("refunds"),
                                row.getLong("refunds_total"))))
                .list();
    }

    private static List<Step> hours(Handle sql, String store, Days days) {
        return sql.createQuery("""
                        SELECT day, hour, sum(sales) AS sales, sum(sales_total) AS sales_total, sum(refunds) AS refunds,
                               sum(refunds_total) AS refunds_total
                        FROM store_hour
                        WHERE day BETWEEN :from AND :to AND (:store = 'all' OR store_code = :store)
                        GROUP BY day, hour ORDER BY day, hour LIMIT 1000
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .bind("store", store)
                .map((row, context) -> new Step(
                        row.getObject("day", LocalDate.class),
                        row.getInt("hour"),
                        Totals.of(
                                row.getLong("sales"),
                                row.getLong("sales_total"),
                                row.getLong("refunds"),
                                row.getLong("refunds_total"))))
                .list();
    }
}
