package dev.comptoir.store.drawer;

import dev.comptoir.contract.Money;
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
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The Z reports of the caller's store. */
public final class ZReportsApi {
    private static final Parameter<String> NUMBER = Parameter.path(
            "number", "The number of a Z report: S1-2-Z000007", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-Z[0-9]{6,9}");
    private static final Instant AFTER_ALL = Instant.parse("2300-01-01T00:00:00Z");

    private final Database database;

    public ZReportsApi(Database database) {
        this.database = database;
    }

    /** The main figures of a Z report. */
    public record ZReportSummary(
            String number,
            int register,
            int day,
            String closedBy,
            Instant closedAt,
            Money expected,
            Money difference) {}

    /** One page of Z reports, newest first. */
    public record ZReportPage(
            List<ZReportSummary> items, @Nullable String next) {}

    private static final RowMapper<ZReportSummary> SUMMARY = ConstructorMapper.of(ZReportSummary.class);

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/z-reports", "The Z reports of the store, newest first")
                        .access(Staff.ANY)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(Paging.LIMIT, Paging.AFTER)
                        .returns(200, ZReportPage.class)
                        .handledBy(this::list),
                Endpoint.get("/z-reports/{number}", "One Z report, as it was printed at the closing")
                        .access(Staff.ANY)
                        .takes(NUMBER)
                        .returns(200, RegisterReport.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one));
    }

    private Response one(Request request) {
        return database.read(sql -> sql.createQuery(
                                "SELECT report FROM register_day WHERE number = :number AND store_code = :store")
                        .bind("number", request.get(NUMBER))
                        .bind("store", Till.storeOf(request.caller()))
                        .mapTo(String.class)
                        .findOne())
                .map(report -> Response.ok(Json.read(report, JsonNode.class)))
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "the store has no Z report of this number"));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(AFTER_ALL.toString(), "~") : Cursor.read(after, 2);
        List<ZReportSummary> found = database.read(sql -> sql.createQuery("""
                        SELECT number, register, day, closed_by, closed_at, expected, difference FROM register_day
                        WHERE store_code = :store AND (closed_at, number) < (:closedAt, :number)
                        ORDER BY closed_at DESC, number DESC LIMIT :limit
                        """)
                .bind("store", Till.storeOf(request.caller()))
                .bind("closedAt", Cursor.instant(key.get(0)))
                .bind("number", key.get(1))
                .bind("limit", limit + 1)
                .map(SUMMARY)
                .list());
        return Response.ok(new ZReportPage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.closedAt(), last.number()})));
    }
}
