package dev.comptoir.store.book;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.platform.http.Bulkhead;
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
import dev.comptoir.store.refunds.RefundBook;
import dev.comptoir.store.refunds.RefundsApi;
import dev.comptoir.store.refunds.Reservations;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The sales of the caller's store. */
public final class BookApi {
    private static final Parameter<LocalDate> FROM = Parameter.queryDay("from", "The first business day");
    private static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day");
    private static final Parameter<Long> REGISTER = Parameter.queryNumber("register", "The register", 1, 9_999);
    private static final Parameter<String> CASHIER = Parameter.query("cashier", "The cashier's username");
    private static final Parameter<String> QUERY =
            Parameter.query("query", "The beginning of a number, or a SKU or a part of a name in the sale");
    private static final Instant AFTER_ALL = Instant.parse("2300-01-01T00:00:00Z");

    private static final CachePolicy BOOK = CachePolicy.of(
                    request -> List.of(CacheTag.book(Till.storeOf(request.caller())), CacheTag.RETURNS))
            .varyingByClaims(Till.STORE);

    private static final int LINES_LIMIT = 1_000;

    private static final String SALES = """
            SELECT e.*, totals.units, totals.returned_units FROM (
                SELECT number, register, cashier, sold_at, business_day, total FROM sale
                WHERE store_code = :store AND (sold_at, number) < (:soldAt, :number)
                  AND business_day BETWEEN coalesce(:from, date '-infinity') AND coalesce(:to, date 'infinity')
                  AND (:register IS NULL OR register = :register)
                  AND (:cashier IS NULL OR cashier = :cashier)
                  AND (:query IS NULL OR starts_with(number, upper(:query))
                       OR EXISTS (SELECT FROM sale_line l WHERE l.sale_number = sale.number
                                  AND (l.sku = upper(:query) OR strpos(lower(l.name), lower(:query)) > 0)))
                ORDER BY sold_at DESC, number DESC LIMIT :limit) AS e,
                LATERAL (SELECT coalesce(sum(quantity), 0) AS units, coalesce(sum(returned), 0) AS returned_units
                         FROM sale_line
                         WHERE sale_number = e.number) AS totals
            ORDER BY e.sold_at DESC, e.number DESC LIMIT :limit
            """;

    private final Database database;

    public BookApi(Database database) {
        this.database = database;
    }

    /** @param returnedUnits units of the sale that were returned */
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

    /**
     * A sale with its refunds.
     *
     * @param profile of the store when it was made, for the receipt
     */
    public record SaleWithRefunds(Sale sale, List<ReturnsOfLine> returns, List<Refund> refunds, StoreProfile profile) {}

    /** The units of a line that were returned, and those that still may be. */
    public record ReturnsOfLine(int line, int returned, int returnable) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/sales", "The sales of the store, newest first")
                        .access(Staff.ANY)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(QUERY, FROM, TO, REGISTER, CASHIER, Paging.LIMIT, Paging.AFTER)
                        .returns(200, SalePage.class)
                        .cached(BOOK)
                        .handledBy(this::list),
                Endpoint.get("/sales/{number}", "One sale with its lines, taxes, payments and refunds")
                        .access(Staff.ANY)
                        .takes(RefundsApi.SALE)
                        .returns(200, SaleWithRefunds.class)
                        .refuses(ProblemType.NOT_FOUND, RefundsApi.OTHER_STORE)
                        .handledBy(this::one));
    }

    private Response one(Request request) {
        String number = request.get(RefundsApi.SALE);
        Optional<SaleWithRefunds> found = database.read(sql -> Sales.find(sql, number)
                .map(sale -> new SaleWithRefunds(
                        sale, returns(sql, number), RefundBook.of(sql, number), profile(sql, number))));
        if (found.isPresent()) {
            return Response.ok(found.get());
        }
        return database.read(sql -> Reservations.isOfOtherDeployment(sql, Till.storeOf(request.caller()), number))
                ? Response.problem(RefundsApi.OTHER_STORE, "reserve the sale to refund it here")
                : Response.problem(ProblemType.NOT_FOUND, "no sale has the number " + number);
    }

    private static StoreProfile profile(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT s.name, s.time_zone, s.taxes, s.profiles, e.sold_at, e.profile_version
                        FROM sale e JOIN store s ON s.code = e.store_code WHERE e.number = :number
                        """)
                .bind("number", number)
                .map((row, context) -> StoreProfiles.read(
                                row.getString("name"),
                                row.getString("time_zone"),
                                row.getString("taxes"),
                                row.getString("profiles"))
                        .of(row.getTimestamp("sold_at").toInstant(), row.getObject("profile_version", Long.class)))
                .one();
    }

    private static List<ReturnsOfLine> returns(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT line, returned, quantity - returned AS returnable FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", LINES_LIMIT)
                .map(RETURNS)
                .list();
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        List<SaleSummary> found = database.read(sql -> find(sql, request, limit + 1));
        return Response.ok(new SalePage(Paging.page(found, limit), Paging.next(found, limit, last ->
                new Object[] {last.soldAt(), last.number()})));
    }

    private static List<SaleSummary> find(Handle sql, Request request, long limit) {
        String after = request.find(Paging.AFTER);
        List<String> key = after == null ? List.of(AFTER_ALL.toString(), "~") : Cursor.read(after, 2);
        return sql.createQuery(SALES)
                .bind("store", Till.storeOf(request.caller()))
                .bind("soldAt", Cursor.instant(key.get(0)))
                .bind("number", key.get(1))
                .bindByType("from", request.find(FROM), LocalDate.class)
                .bindByType("to", request.find(TO), LocalDate.class)
                .bindByType("register", request.find(REGISTER), Long.class)
                .bindByType("cashier", request.find(CASHIER), String.class)
                .bindByType("query", request.find(QUERY), String.class)
                .bind("limit", limit)
                .map(SUMMARY)
                .list();
    }

    private static final RowMapper<SaleSummary> SUMMARY = ConstructorMapper.of(SaleSummary.class);
    private static final RowMapper<ReturnsOfLine> RETURNS = ConstructorMapper.of(ReturnsOfLine.class);
}
