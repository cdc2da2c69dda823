package dev.comptoir.headoffice.zreports;

import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Z reports of all registers, and those that are missing. */
public final class ZReportsApi {
    private static final Parameter<String> NUMBER = Parameter.path(
            "number", "The number of a Z report: S1-2-Z000007", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-Z[0-9]{6,9}");
    private static final Parameter<String> STORE =
            Parameter.query("store", "The code of a store; all when absent", "[A-Z][A-Z0-9]{0,7}");
    private static final Parameter<LocalDate> FROM = Parameter.queryDay("from", "The first business day");
    private static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day");
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);
    private static final Instant NEVER = Instant.parse("2300-01-01T00:00:00Z");

    private final Database database;

    public ZReportsApi(Database database) {
        this.database = database;
    }

    /** The main figures of a Z report. */
    public record ZReportSummary(
            String number,
            String store,
            int register,
            int day,
            String closedBy,
            Instant closedAt,
            LocalDate businessDay,
            Money salesTotal,
            Money refundsTotal,
            Money expected,
            Money counted,
            Money difference) {}

    /** One page of Z reports, newest first. */
    public record ZReportPage(
            List<ZReportSummary> items, @Nullable String next) {}

    /** Days of a register whose Z reports are not here although a later one is. */
    public record Gap(String store, int register, int firstDay, int lastDay) {}

    /** By store and register. */
    public record GapList(List<Gap> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/z-reports", "The Z reports of all registers, newest first")
                        .access(Staff.MANAGERS)
                        .takes(STORE, FROM, TO, Paging.LIMIT, Paging.AFTER)
                        .answers(200, ZReportPage.class)
                        .handledBy(this::list),
                Endpoint.get("/z-reports/{number}", "One Z report as its store told it")
                        .access(Staff.MANAGERS)
                        .takes(NUMBER)
                        .answers(200, RegisterClosed.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one),
                Endpoint.get("/missing-z-reports", "The numbers that are missing between others")
                        .access(Staff.MANAGERS)
                        .answers(200, GapList.class)
                        .handledBy(request -> Response.ok(new GapList(gaps()))));
    }

    private Response one(Request request) {
        return database.read(sql -> sql.createQuery("SELECT report FROM z_report WHERE number = :number")
                        .bind("number", request.get(NUMBER))
                        .mapTo(String.class)
                        .findOne())
                .map(report -> Response.ok(Json.read(report, RegisterClosed.class)))
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no Z report of this number was told yet"));
    }

    private List<Gap> gaps() {
        return database.read(sql -> sql.createQuery("""
                        SELECT store_code, register, before + 1 AS first_day, day - 1 AS last_day
                        FROM (SELECT store_code, register, day,
                                     lag(day, 1, 0) OVER (PARTITION BY store_code, register ORDER BY day) AS before
                              FROM z_report) AS each
                        WHERE day > before + 1 ORDER BY store_code, register, day LIMIT 1000
                        """)
                .map((row, context) -> new Gap(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4)))
                .list());
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(NEVER.toString(), "~") : Cursor.read(after, 2);
        LocalDate from = request.find(FROM);
        LocalDate to = request.find(TO);
        List<ZReportSummary> found = database.read(sql -> sql.createQuery("""
                        SELECT number, store_code, register, day, closed_by, closed_at, business_day, sales_total,
                               refunds_total, expected, counted, difference
                        FROM z_report
                        WHERE (closed_at, number) < (:closedAt, :number) AND (:store IS NULL OR store_code = :store)
                          AND business_day BETWEEN :from AND :to
                        ORDER BY closed_at DESC, number DESC LIMIT :limit
                        """)
                .bind("closedAt", Timestamp.from(Cursor.instant(key.get(0))))
                .bind("number", key.get(1))
                .bindByType("store", request.find(STORE), String.class)
                .bind("from", from == null ? FIRST_DAY : from)
                .bind("to", to == null ? LAST_DAY : to)
                .bind("limit", limit + 1)
                .map((row, context) -> new ZReportSummary(
                        row.getString("number"),
                        row.getString("store_code"),
                        row.getInt("register"),
                        row.getInt("day"),
                        row.getString("closed_by"),
                        row.getTimestamp("closed_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        Money.ofCents(row.getLong("sales_total")),
                        Money.ofCents(row.getLong("refunds_total")),
                        Money.ofCents(row.getLong("expected")),
                        Money.ofCents(row.getLong("counted")),
                        Money.ofCents(row.getLong("difference"))))
                .list());
        return Response.ok(new ZReportPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.closedAt(), last.number()})));
    }
}
