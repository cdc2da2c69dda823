package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.CachePolicy;
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
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The sales of all stores. */
public final class SalesApi {
    private static final Parameter<String> NUMBER =
            Parameter.path("number", "The number of a sale: S1-2-000042", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}");
    private static final Parameter<String> STORE =
            Parameter.query("store", "The code of a store; all when absent", "[A-Z][A-Z0-9]{0,7}");
    private static final Parameter<LocalDate> FROM = Parameter.queryDay("from", "The first business day");
    private static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day");
    private static final Parameter<String> CASHIER = Parameter.query("cashier", "The cashier's username");
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);
    private static final Instant NEVER = Instant.parse("2300-01-01T00:00:00Z");

    private final Database database;

    public SalesApi(Database database) {
        this.database = database;
    }

    /** A sale in a list. */
    public record SaleSummary(
            String number,
            String store,
            int register,
            String cashier,
            Instant soldAt,
            LocalDate businessDay,
            Money total) {}

    /** One page of sales, newest first. */
    public record SalePage(
            List<SaleSummary> items, @Nullable String next) {}

    /** A sale as its store told it, and what came back of it. */
    public record Sale(
            String number,
            String store,
            int register,
            String cashier,
            Instant soldAt,
            LocalDate businessDay,
            List<SaleLine> lines,
            Money subtotal,
            List<TaxAmount> taxes,
            Money total,
            List<Payment> payments,
            Money change,
            List<Refund> refunds) {}

    /** A refund as its store told it. */
    public record Refund(
            String number,
            int register,
            String cashier,
            Instant refundedAt,
            LocalDate businessDay,
            String reason,
            List<RefundLine> lines,
            Money subtotal,
            List<TaxAmount> taxes,
            Money total,
            Tender tender) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/sales", "The sales of all stores, newest first")
                        .access(Staff.MANAGERS)
                        .takes(STORE, FROM, TO, CASHIER, Paging.LIMIT, Paging.AFTER)
                        .answers(200, SalePage.class)
                        .cached(CachePolicy.of(CacheTag.EVENTS))
                        .handledBy(this::list),
                Endpoint.get("/sales/{number}", "One sale with its lines, taxes, payments and refunds")
                        .access(Staff.MANAGERS)
                        .takes(NUMBER)
                        .answers(200, Sale.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(NEVER.toString(), "~") : Cursor.read(after, 2);
        LocalDate from = request.find(FROM);
        LocalDate to = request.find(TO);
        List<SaleSummary> found = database.read(sql -> sql.createQuery("""
                        SELECT number, store_code, register, cashier, sold_at, business_day, total FROM sale
                        WHERE (sold_at, number) < (:soldAt, :number) AND (:store IS NULL OR store_code = :store)
                          AND business_day BETWEEN :from AND :to AND (:cashier IS NULL OR cashier = :cashier)
                        ORDER BY sold_at DESC, number DESC LIMIT :limit
                        """)
                .bind("soldAt", Timestamp.from(Cursor.instant(key.get(0))))
                .bind("number", key.get(1))
                .bindByType("store", request.find(STORE), String.class)
                .bind("from", from == null ? FIRST_DAY : from)
                .bind("to", to == null ? LAST_DAY : to)
                .bindByType("cashier", request.find(CASHIER), String.class)
                .bind("limit", limit + 1)
                .map((row, context) -> new SaleSummary(
                        row.getString("number"),
                        row.getString("store_code"),
                        row.getInt("register"),
                        row.getString("cashier"),
                        row.getTimestamp("sold_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        Money.ofCents(row.getLong("total"))))
                .list());
        return Response.ok(new SalePage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.soldAt(), last.number()})));
    }

    private Response one(Request request) {
        String number = request.get(NUMBER);
        return database.read(sql -> find(sql, number))
                .map(Response::ok)
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no sale with this number was told yet"));
    }

    private static Optional<Sale> find(Handle sql, String number) {
        return sql.createQuery("SELECT * FROM sale WHERE number = :number")
                .bind("number", number)
                .map((row, context) -> new Sale(
                        row.getString("number"),
                        row.getString("store_code"),
                        row.getInt("register"),
                        row.getString("cashier"),
                        row.getTimestamp("sold_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        List.of(Json.read(row.getString("lines"), SaleLine[].class)),
                        Money.ofCents(row.getLong("subtotal")),
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        Money.ofCents(row.getLong("total")),
                        List.of(Json.read(row.getString("payments"), Payment[].class)),
                        Money.ofCents(row.getLong("change")),
                        refunds(sql, number)))
                .findOne();
    }

    private static List<Refund> refunds(Handle sql, String sale) {
        return sql.createQuery(
                        "SELECT * FROM refund WHERE sale_number = :sale ORDER BY refunded_at, number LIMIT 10000")
                .bind("sale", sale)
                .map((row, context) -> new Refund(
                        row.getString("number"),
                        row.getInt("register"),
                        row.getString("cashier"),
                        row.getTimestamp("refunded_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        row.getString("reason"),
                        List.of(Json.read(row.getString("lines"), RefundLine[].class)),
                        Money.ofCents(row.getLong("subtotal")),
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        Money.ofCents(row.getLong("total")),
                        Tender.of(row.getString("tender"))))
                .list();
    }
}
