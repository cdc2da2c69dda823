package dev.comptoir.store.book;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.checkout.Sales;
import dev.comptoir.store.refunds.Refund;
import dev.comptoir.store.refunds.Refunds;
import dev.comptoir.store.refunds.RefundsApi;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The sales of the caller's store. */
public final class BookApi {
    private static final Parameter<LocalDate> FROM = Parameter.queryDay("from", "The first business day");
    private static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day");
    private static final Parameter<Long> REGISTER = Parameter.queryNumber("register", "The register", 1, 9_999);
    private static final Parameter<String> CASHIER = Parameter.query("cashier", "The cashier's username");
    private static final Parameter<String> QUERY =
            Parameter.query("query", "The beginning of a number, or a SKU or a part of a name in the sale");
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);
    private static final Instant NEVER = Instant.parse("2300-01-01T00:00:00Z");

    private static final CachePolicy NO_SALE_IS_MADE = CachePolicy.of(
                    request -> List.of(CacheTag.book(Till.storeOf(request.caller()))))
            .varyingByClaims(Till.STORE);

    private final Database database;

    public BookApi(Database database) {
        this.database = database;
    }

    /** @param returnedUnits how many of the sale's units came back */
    public record SaleSummary(
            String number,
            int register,
            String cashier,
            Instant soldAt,
            LocalDate businessDay,
            Money total,
            int units,
            int returnedUnits) {}

    /** One page of sales, newest first. */
    public record SalePage(
            List<SaleSummary> items, @Nullable String next) {}

    /** A sale and what came of it. */
    public record SaleWithRefunds(Sale sale, List<ReturnsOfLine> returns, List<Refund> refunds) {}

    /** How many units of a line came back, and how many still may. */
    public record ReturnsOfLine(int line, int returned, int returnable) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/sales", "The sales of the store, newest first")
                        .access(Staff.ANY)
                        .takes(QUERY, FROM, TO, REGISTER, CASHIER, Paging.LIMIT, Paging.AFTER)
                        .answers(200, SalePage.class)
                        .cached(NO_SALE_IS_MADE)
                        .handledBy(this::list),
                Endpoint.get("/sales/{number}", "One sale with its lines, taxes, payments and refunds")
                        .access(Staff.ANY)
                        .takes(RefundsApi.SALE)
                        .answers(200, SaleWithRefunds.class)
                        .refuses(ProblemType.NOT_FOUND, RefundsApi.OTHER_STORE)
                        .handledBy(this::one));
    }

    private Response one(Request request) {
        String number = request.get(RefundsApi.SALE);
        Optional<SaleWithRefunds> found = database.read(sql -> Sales.find(sql, number)
                .map(sale -> new SaleWithRefunds(sale, returns(sql, number), Refunds.of(sql, number))));
        if (found.isEmpty()) {
            return Response.problem(ProblemType.NOT_FOUND, "no sale has the number " + number);
        }
        return found.get().sale().store().equals(Till.of(request.caller()).store())
                ? Response.ok(found.get())
                : Response.problem(RefundsApi.OTHER_STORE, "the head office sees the sales of all stores");
    }

    private static List<ReturnsOfLine> returns(Handle sql, String number) {
        return sql.createQuery("SELECT line, returned, quantity - returned FROM sale_line"
                        + " WHERE sale_number = :number ORDER BY line LIMIT 1000")
                .bind("number", number)
                .map((row, context) -> new ReturnsOfLine(row.getInt(1), row.getInt(2), row.getInt(3)))
                .list();
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(NEVER.toString(), "~") : Cursor.read(after, 2);
        LocalDate from = request.find(FROM);
        LocalDate to = request.find(TO);
        Long register = request.find(REGISTER);
        List<SaleSummary> found = new ArrayList<>(database.read(sql -> sql.createQuery("""
                        SELECT e.*, units.sold, units.returned FROM (
                            SELECT number, register, cashier, sold_at, business_day, total FROM sale
                            WHERE store_code = :store AND (sold_at, number) < (:soldAt, :number)
                              AND business_day BETWEEN :from AND :to
                              AND (:register IS NULL OR register = :register)
                              AND (:cashier IS NULL OR cashier = :cashier)
                              AND (:query IS NULL OR starts_with(number, upper(:query))
                                   OR EXISTS (SELECT FROM sale_line l WHERE l.sale_number = sale.number
                                              AND (l.sku = upper(:query) OR strpos(lower(l.name), lower(:query)) > 0)))
                            ORDER BY sold_at DESC, number DESC LIMIT :limit) AS e,
                            LATERAL (SELECT sum(quantity) AS sold, sum(returned) AS returned FROM sale_line
                                     WHERE sale_number = e.number) AS units
                        ORDER BY e.sold_at DESC, e.number DESC LIMIT :limit
                        """)
                .bind("store", Till.storeOf(request.caller()))
                .bind("soldAt", Timestamp.from(Cursor.instant(key.get(0))))
                .bind("number", key.get(1))
                .bind("from", from == null ? FIRST_DAY : from)
                .bind("to", to == null ? LAST_DAY : to)
                .bindByType("register", register == null ? null : register.intValue(), Integer.class)
                .bindByType("cashier", request.find(CASHIER), String.class)
                .bindByType("query", request.find(QUERY), String.class)
                .bind("limit", limit + 1)
                .map((row, context) -> new SaleSummary(
                        row.getString("number"),
                        row.getInt("register"),
                        row.getString("cashier"),
                        row.getTimestamp("sold_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        Money.ofCents(row.getLong("total")),
                        row.getInt("sold"),
                        row.getInt("returned")))
                .list()));
        return Response.ok(new SalePage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.soldAt(), last.number()})));
    }
}
