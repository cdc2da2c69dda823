package dev.comptoir.headoffice.zreports;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.ListFilters;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The Z reports of all registers, and the gaps in their numbers. */
public final class ZReportsApi {
    private static final Parameter<String> NUMBER = Parameter.path(
            "number",
            "The number of a Z report: S1-2-Z000007",
            "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-Z[0-9]{6,9}(\\.[0-9]{1,4})?");
    private static final int GAPS_LIMIT = 1_000;

    private final Database database;

    public ZReportsApi(Database database) {
        this.database = database;
    }

    /** The main figures of a Z report. */
    public record ZReportSummary(
            String number,
            @JsonUnwrapped @Nested RegisterDay registerDay,
            String closedBy,
            Instant closedAt,
            LocalDate businessDay,
            Money salesTotal,
            Money refundsTotal,
            @JsonUnwrapped @Nested CashCount cash) {}

    /** @param day of the register, from 1 */
    public record RegisterDay(String store, int register, int day) {}

    /** @param difference {@code counted - expected} */
    public record CashCount(Money expected, Money counted, Money difference) {}

    /** One page of Z reports, newest first. */
    public record ZReportPage(
            List<ZReportSummary> items, @Nullable String next) {}

    /** Days of a register whose Z reports are missing although a later one has arrived. */
    public record Gap(String store, int register, int firstDay, int lastDay) {}

    /** By store and register. */
    public record GapList(List<Gap> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/z-reports", "The Z reports of all registers, newest first")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(ListFilters.STORE, ListFilters.FROM, ListFilters.TO, Paging.LIMIT, Paging.AFTER)
                        .returns(200, ZReportPage.class)
                        .handledBy(this::list),
                Endpoint.get("/z-reports/{number}", "One Z report, as its store recorded it")
                        .access(Staff.MANAGERS)
                        .takes(NUMBER)
                        .returns(200, RegisterClosed.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one),
                Endpoint.get("/missing-z-reports", "The gaps in the numbers of Z reports, by register")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, GapList.class)
                        .handledBy(request -> Response.ok(new GapList(gaps()))));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> key = Paging.key(request, ListFilters.LATEST, "~");
        List<ZReportSummary> found = database.read(sql -> sql.createQuery("""
                        SELECT number, store_code AS store, register, day, closed_by, closed_at, business_day, sales_total,
                               refunds_total, expected, counted, difference
                        FROM z_report
                        WHERE (closed_at, number) < (:closedAt, :number) AND (:store IS NULL OR store_code = :store)
                          AND business_day BETWEEN :from AND :to
                        ORDER BY closed_at DESC, number DESC LIMIT :limit
                        """)
                .bind("closedAt", Cursor.instant(key.get(0)))
                .bind("number", key.get(1))
                .bindByType("store", request.find(ListFilters.STORE), String.class)
                .bind("from", ListFilters.firstDay(request))
                .bind("to", ListFilters.lastDay(request))
                .bind("limit", limit + 1)
                .map(ConstructorMapper.of(ZReportSummary.class))
                .list());
        return Response.ok(new ZReportPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.closedAt(), last.number()})));
    }

    private Response one(Request request) {
        return database.read(sql -> sql.createQuery("SELECT report FROM z_report WHERE number = :number")
                        .bind("number", request.get(NUMBER))
                        .mapTo(String.class)
                        .findOne())
                .map(report -> Response.ok(Json.read(report, RegisterClosed.class)))
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no Z report with this number has arrived"));
    }

    private List<Gap> gaps() {
        return database.read(sql -> sql.createQuery("""
                        SELECT store_code AS store, register, before + 1 AS first_day, day - 1 AS last_day
                        FROM (SELECT store_code, register, day,
                                     lag(day, 1, 0) OVER (PARTITION BY store_code, register ORDER BY day) AS before
                              FROM z_report) AS each
                        WHERE day > before + 1 AND NOT EXISTS (
                            SELECT FROM skipped_numbers s
                            WHERE s.store_code = each.store_code AND s.register = each.register AND s.book = 'z_report'
                              AND s.skipped_after <= each.before AND s.skipped_last >= each.day - 1)
                        ORDER BY store_code, register, day LIMIT :limit
                        """)
                .bind("limit", GAPS_LIMIT)
                .map(ConstructorMapper.of(Gap.class))
                .list());
    }
}
