package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The price history of a product, read from the history of its changes. */
public final class PricesApi {
    private static final Parameter<Long> ID = Parameter.pathNumber("id", "The product");

    private final Database database;

    public PricesApi(Database database) {
        this.database = database;
    }

    /**
     * A price of a product.
     *
     * @param version the catalogue version since which it applies
     * @param from the earlier price; absent for the first one
     */
    public record PriceChange(
            long version,
            String changedBy,
            Instant changedAt,
            @Nullable Money from,
            Money to) {}

    /** One page of prices, newest first. */
    public record PriceHistory(
            List<PriceChange> items, @Nullable String next) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/products/{id}/prices", "The price history of a product, newest first")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .takes(ID, Paging.LIMIT, Paging.AFTER)
                .returns(200, PriceHistory.class)
                .refuses(ProblemType.NOT_FOUND)
                .handledBy(this::prices));
    }

    private Response prices(Request request) {
        long id = request.get(ID);
        long limit = request.get(Paging.LIMIT);
        long before =
                Cursor.number(Paging.key(request, Long.toString(Long.MAX_VALUE)).getFirst());
        List<PriceChange> found = database.read(sql -> changes(sql, id, before, limit + 1));
        if (found.isEmpty() && before == Long.MAX_VALUE) {
            return Response.problem(ProblemType.NOT_FOUND, "no product has the id " + id);
        }
        return Response.ok(new PriceHistory(
                Paging.page(found, limit), Paging.next(found, limit, last -> new Object[] {last.version()})));
    }

    /** Never empty for a known product: it has at least the price that it was added with. */
    private static List<PriceChange> changes(Handle sql, long id, long before, long most) {
        return sql.createQuery("""
                        SELECT version, changed_by, changed_at, (changes -> 'price' ->> 'before')::bigint AS price_before,
                               coalesce(changes -> 'price' ->> 'after', changes -> 'added' ->> 'price')::bigint AS price
                        FROM product_change
                        WHERE product_id = :id AND version < :before
                          AND (changes -> 'price' IS NOT NULL OR changes -> 'added' IS NOT NULL)
                        ORDER BY version DESC LIMIT :most
                        """)
                .bind("id", id)
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> {
                    Long earlier = row.getObject("price_before", Long.class);
                    return new PriceChange(
                            row.getLong("version"),
                            row.getString("changed_by"),
                            row.getTimestamp("changed_at").toInstant(),
                            earlier == null ? null : Money.ofCents(earlier),
                            Money.ofCents(row.getLong("price")));
                })
                .list();
    }
}
