package dev.comptoir.headoffice.reporting;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.reporting.Reports.ConsolidatedReport;
import dev.comptoir.headoffice.reporting.Reports.Days;
import dev.comptoir.headoffice.reporting.Reports.Step;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** Reports on the sales and refunds of the stores. */
public final class ReportsApi {
    static final ProblemType UNKNOWN_STORE = new ProblemType("unknown-store", 422, "There is no such store");

    static final int DAYS_LIMIT = 400;
    private static final int DAYS_BY_HOUR_LIMIT = 31;

    static final Parameter<String> STORE = Parameter.query(
                    "store", "The code of a store, or all", "all|[A-Z][A-Z0-9]{0,7}")
            .orElse(Reports.ALL);
    private static final Parameter<String> BY =
            Parameter.queryWord("by", "The length of one step", "day", "hour").orElse("day");

    private final Database database;
    private final Clock clock;
    private final Period period;

    public ReportsApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.period = new Period(database, clock);
    }

    /** A series by day has no gaps; by hour, it has the hours with sales or refunds. */
    public record Series(String store, LocalDate from, LocalDate to, String by, List<Step> steps) {}

    public List<Endpoint> endpoints() {
        CachePolicy policy = CachePolicy.of(CacheTag.EVENTS, CacheTag.CATALOGUE, CacheTag.STORES)
                .varyingByHour(clock);
        return List.of(
                Endpoint.get("/reports/consolidated", "The totals and best products of each store, and the grand total")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(Period.FROM, Period.TO)
                        .returns(200, ConsolidatedReport.class)
                        .cached(policy)
                        .handledBy(request -> Response.ok(consolidated(request))),
                Endpoint.get(
                                "/reports/consolidated.csv",
                                "The consolidated report for spreadsheets, one line per store")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(Period.FROM, Period.TO)
                        .returns(200, Csv.class)
                        .cached(policy)
                        .handledBy(this::consolidatedCsv),
                analytics());
    }

    private Endpoint analytics() {
        return Endpoint.get("/analytics/sales", "Sales and refunds by day or hour, of one store or all")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .takes(STORE, Period.FROM, Period.TO, BY)
                .returns(200, Series.class)
                .cached(CachePolicy.of(CacheTag.EVENTS, CacheTag.STORES).varyingByHour(clock))
                .refuses(UNKNOWN_STORE)
                .handledBy(this::series);
    }

    private static final List<String> COLUMNS = List.of(
            "from",
            "to",
            "store",
            "name",
            "sales",
            "sales_total",
            "refunds",
            "refunds_total",
            "net",
            "sales_subtotal",
            "refunds_subtotal",
            "net_sales");

    private ConsolidatedReport consolidated(Request request) {
        Days days = period.days(request, Reports.ALL, DAYS_LIMIT);
        return database.read(sql -> Reports.consolidated(sql, days));
    }

    private Response consolidatedCsv(Request request) {
        ConsolidatedReport report = consolidated(request);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
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
                totals.net().toString(),
                totals.salesSubtotal().toString(),
                totals.refundsSubtotal().toString(),
                totals.netSales().toString());
    }

    private Response series(Request request) {
        String store = request.get(STORE);
        String by = request.get(BY);
        Days days = period.days(request, store, by.equals("hour") ? DAYS_BY_HOUR_LIMIT : DAYS_LIMIT);
        boolean isKnown = store.equals(Reports.ALL)
                || database.read(sql -> NamedStore.byCode(sql).containsKey(store));
        if (!isKnown) {
            return Response.problem(UNKNOWN_STORE, "no store has the code " + store);
        }
        List<Step> steps = database.read(
                sql -> by.equals("hour") ? Reports.byHour(sql, store, days) : Reports.byDay(sql, store, days));
        return Response.ok(new Series(store, days.from(), days.to(), by, steps));
    }
}
