package dev.comptoir.headoffice.reporting;

import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** The tax, tender and deposit report, as JSON and for spreadsheets. */
public final class TaxReportApi {
    private static final Parameter<String> DECIMALS = Parameter.queryWord(
                    "decimals",
                    "The decimal separator; with a comma, a semicolon separates the cells",
                    "point",
                    "comma")
            .orElse("point");

    private final Database database;
    private final Clock clock;
    private final Period period;

    public TaxReportApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.period = new Period(database, clock);
    }

    public List<Endpoint> endpoints() {
        CachePolicy policy = CachePolicy.of(CacheTag.EVENTS, CacheTag.STORES).varyingByHour(clock);
        return List.of(
                Endpoint.get("/tax-report", "Net sales, taxes, deposits and tenders of each store, and their sum")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(ReportsApi.STORE, Period.FROM, Period.TO)
                        .returns(200, TaxReport.class)
                        .cached(policy)
                        .refuses(ReportsApi.UNKNOWN_STORE)
                        .handledBy(request -> report(request, Response::ok)),
                Endpoint.get("/tax-report.csv", "The tax, tender and deposit report for spreadsheets")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(ReportsApi.STORE, Period.FROM, Period.TO, DECIMALS)
                        .returns(200, Csv.class)
                        .cached(policy)
                        .refuses(ReportsApi.UNKNOWN_STORE)
                        .handledBy(request -> report(request, report -> file(report, request.get(DECIMALS)))));
    }

    private Response report(Request request, Function<TaxReport, Response> response) {
        String store = request.get(ReportsApi.STORE);
        Reports.Days days = period.days(request, store, ReportsApi.DAYS_LIMIT);
        return database.read(
                sql -> store.equals(Reports.ALL) || NamedStore.byCode(sql).containsKey(store)
                        ? response.apply(TaxReport.of(sql, store, days))
                        : Response.problem(ReportsApi.UNKNOWN_STORE, "no store has the code " + store));
    }

    private static Response file(TaxReport report, String decimals) {
        return Response.ok(new Csv(TaxReportFile.of(report, decimals.equals("comma"))))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"comptoir-taxes-%s-%s.csv\"".formatted(report.from(), report.to()));
    }
}
