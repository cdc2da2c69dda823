package dev.comptoir.headoffice.sales;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.ListFilters;
import dev.comptoir.platform.http.Bulkhead;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The sales of all stores, with their refunds. */
public final class SalesApi {
    private static final Parameter<String> NUMBER = Parameter.path(
            "number", "The number of a sale: S1-2-000042", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}(\\.[0-9]{1,4})?");
    private static final Parameter<String> CASHIER = Parameter.query("cashier", "The cashier's username");

    /** Refunds of one sale that are shown. */
    private static final int REFUNDS_LIMIT = 10_000;

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

    /**
     * A sale, with its refunds: {@code payments - change = total - empties + rounding}.
     *
     * @param empties that the customer brought back, one entry per deposit
     */
    public record Sale(
            @JsonUnwrapped SaleHeader header,
            List<SaleLine> lines,
            @JsonUnwrapped Amounts amounts,
            List<Deposit> empties,
            List<Payment> payments,
            Money change,
            List<Refund> refunds) {}

    /** Where, when and by whom a sale was made. */
    public record SaleHeader(
            String number, String store, int register, String cashier, Instant soldAt, LocalDate businessDay) {}

    /**
     * A refund of the sale.
     *
     * @param tender the first one of {@code payments}
     * @param payments what was handed back, {@code total + rounding}
     */
    public record Refund(
            @JsonUnwrapped RefundHeader header,
            String reason,
            List<RefundLine> lines,
            @JsonUnwrapped Amounts amounts,
            Tender tender,
            List<Payment> payments) {}

    /** Where, when and by whom a refund was made; any store may refund a sale. */
    public record RefundHeader(
            String number, String store, int register, String cashier, Instant refundedAt, LocalDate businessDay) {}

    /**
     * {@code subtotal + taxes + deposits = total}.
     *
     * @param rounding of the part in cash; below zero when it was rounded down
     */
    public record Amounts(Money subtotal, List<TaxAmount> taxes, Money deposits, Money total, Money rounding) {
        private static Amounts of(RowView row) {
            return new Amounts(
                    row.getColumn("subtotal", Money.class),
                    list(row, "taxes", TaxAmount[].class),
                    row.getColumn("deposits", Money.class),
                    row.getColumn("total", Money.class),
                    row.getColumn("rounding", Money.class));
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/sales", "The sales of all stores, newest first")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(ListFilters.STORE, ListFilters.FROM, ListFilters.TO, CASHIER, Paging.LIMIT, Paging.AFTER)
                        .returns(200, SalePage.class)
                        .cached(CachePolicy.of(CacheTag.EVENTS))
                        .handledBy(this::list),
                Endpoint.get("/sales/{number}", "One sale with its lines, taxes, payments and refunds")
                        .access(Staff.MANAGERS)
                        .takes(NUMBER)
                        .returns(200, Sale.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::one));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<String> key = Paging.key(request, ListFilters.LATEST, "~");
        List<SaleSummary> found = database.read(sql -> sql.createQuery("""
                        SELECT number, store_code AS store, register, cashier, sold_at, business_day, total FROM sale
                        WHERE (sold_at, number) < (:soldAt, :number) AND (:store IS NULL OR store_code = :store)
                          AND business_day BETWEEN :from AND :to AND (:cashier IS NULL OR cashier = :cashier)
                        ORDER BY sold_at DESC, number DESC LIMIT :limit
                        """)
                .bind("soldAt", Cursor.instant(key.get(0)))
                .bind("number", key.get(1))
                .bindByType("store", request.find(ListFilters.STORE), String.class)
                .bind("from", ListFilters.firstDay(request))
                .bind("to", ListFilters.lastDay(request))
                .bindByType("cashier", request.find(CASHIER), String.class)
                .bind("limit", limit + 1)
                .map(ConstructorMapper.of(SaleSummary.class))
                .list());
        return Response.ok(new SalePage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.soldAt(), last.number()})));
    }

    private Response one(Request request) {
        return database.read(sql -> find(sql, request.get(NUMBER)))
                .map(Response::ok)
                .orElseGet(() -> Response.problem(ProblemType.NOT_FOUND, "no sale with this number has arrived"));
    }

    private static Optional<Sale> find(Handle sql, String number) {
        List<Refund> refunds = refunds(sql, number);
        return sql.createQuery("""
                        SELECT number, store_code AS store, register, cashier, sold_at, business_day, lines, subtotal, taxes,
                               deposits, total, rounding, coalesce(empties, '[]') AS empties, payments, change
                        FROM sale WHERE number = :number
                        """)
                .bind("number", number)
                .registerRowMapper(ConstructorMapper.factory(SaleHeader.class))
                .map(row -> new Sale(
                        row.getRow(SaleHeader.class),
                        list(row, "lines", SaleLine[].class),
                        Amounts.of(row),
                        list(row, "empties", Deposit[].class),
                        list(row, "payments", Payment[].class),
                        row.getColumn("change", Money.class),
                        refunds))
                .findOne();
    }

    private static List<Refund> refunds(Handle sql, String sale) {
        return sql.createQuery("""
                        SELECT number, store_code AS store, register, cashier, refunded_at, business_day, reason, lines,
                               subtotal, taxes,
                               deposits, total, rounding, tender,
                               coalesce(payments, jsonb_build_array(jsonb_build_object('tender', tender, 'amount', total)))
                                   AS payments
                        FROM refund WHERE sale_number = :sale ORDER BY refunded_at, number LIMIT :limit
                        """)
                .bind("sale", sale)
                .bind("limit", REFUNDS_LIMIT)
                .registerRowMapper(ConstructorMapper.factory(RefundHeader.class))
                .map(row -> new Refund(
                        row.getRow(RefundHeader.class),
                        row.getColumn("reason", String.class),
                        list(row, "lines", RefundLine[].class),
                        Amounts.of(row),
                        row.getColumn("tender", Tender.class),
                        list(row, "payments", Payment[].class)))
                .list();
    }

    private static <T> List<T> list(RowView row, String column, Class<T[]> type) {
        return List.of(Json.read(row.getColumn(column, String.class), type));
    }
}
