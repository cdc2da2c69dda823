package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The stock of the warehouse, and the movements that made it what it is. */
public final class CentralStock {
    private static final String SELECT = """
            SELECT p.id, p.sku, p.barcode, p.name, p.category, p.version, s.quantity
            FROM product p JOIN central_stock s ON s.product_id = p.id
            """;

    private final Activities activities;
    private final Clock clock;

    public CentralStock(Activities activities, Clock clock) {
        this.activities = activities;
        this.clock = clock;
    }

    /**
     * The central stock of a product changed; as the live stream tells it.
     *
     * @param change units that came, or below zero that left
     * @param centralStock what is there now
     */
    record StockMoved(long productId, String kind, int change, long centralStock, String by) {}

    /**
     * What is looked for.
     *
     * @param text words of the name, SKU or barcode; case and accents do not matter
     */
    record Search(@Nullable String text, @Nullable String category) {}

    /** Where the page before ended. */
    record Position(String name, long productId) {}

    List<StockedProduct> list(Handle sql, Search search, @Nullable Position after, long most) {
        List<String> patterns = search.text() == null ? List.of() : SearchText.patterns(search.text());
        Query query = sql.createQuery(SELECT + """
                WHERE p.search LIKE ALL (:patterns)
                  AND (cast(:category AS text) IS NULL OR p.category = :category)
                  AND (cast(:name AS text) IS NULL OR (p.name, p.id) > (:name, :id))
                ORDER BY p.name, p.id LIMIT :most
                """);
        return query.bindArray("patterns", String.class, patterns)
                .bind("category", search.category())
                .bind("name", after == null ? null : after.name())
                .bind("id", after == null ? 0 : after.productId())
                .bind("most", most)
                .map((row, context) -> product(row))
                .list();
    }

    Optional<StockedProduct> find(Handle sql, long productId) {
        return sql.createQuery(SELECT + "WHERE p.id = :id")
                .bind("id", productId)
                .map((row, context) -> product(row))
                .findOne();
    }

    private static StockedProduct product(ResultSet row) throws SQLException {
        return new StockedProduct(
                row.getLong("id"),
                row.getString("sku"),
                row.getString("barcode"),
                row.getString("name"),
                row.getString("category"),
                row.getLong("version"),
                row.getLong("quantity"));
    }

    /** Puts arrived goods into the warehouse; empty when there is no such product. */
    Optional<StockedProduct> receive(
            Transaction transaction, long productId, Quantity quantity, @Nullable String note, String by) {
        int raised = transaction
                .sql()
                .createUpdate("UPDATE central_stock SET quantity = quantity + :units WHERE product_id = :id")
                .bind("units", quantity.units())
                .bind("id", productId)
                .execute();
        if (raised == 0) {
            return Optional.empty();
        }
        write(transaction, new Movement("receipt", productId, quantity.units(), null, note, by));
        return find(transaction.sql(), productId);
    }

    /** Takes the goods of an order out of the warehouse; false when too few are there, and nothing is changed. */
    public boolean ship(Transaction transaction, UUID orderId, long productId, int quantity, String by) {
        int lowered = transaction
                .sql()
                .createUpdate("""
                        UPDATE central_stock SET quantity = quantity - :wanted
                        WHERE product_id = :id AND quantity >= :wanted
                        """)
                .bind("wanted", quantity)
                .bind("id", productId)
                .execute();
        if (lowered == 0) {
            return false;
        }
        write(transaction, new Movement("shipment", productId, quantity, orderId, null, by));
        return true;
    }

    /** How many units of a product are there. */
    public long left(Handle sql, long productId) {
        return sql.createQuery("SELECT quantity FROM central_stock WHERE product_id = :id")
                .bind("id", productId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private record Movement(
            String kind,
            long productId,
            int quantity,
            @Nullable UUID orderId,
            @Nullable String note,
            String madeBy) {}

    private void write(Transaction transaction, Movement movement) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO movement (kind, product_id, quantity, order_id, note, made_by, made_at)
                        VALUES (:kind, :productId, :quantity, cast(:orderId AS uuid), :note, :madeBy, :madeAt)
                        """)
                .bind("kind", movement.kind())
                .bind("productId", movement.productId())
                .bind("quantity", movement.quantity())
                .bind("orderId", movement.orderId())
                .bind("note", movement.note())
                .bind("madeBy", movement.madeBy())
                .bind("madeAt", clock.instant())
                .execute();
        int change = movement.orderId() == null ? movement.quantity() : -movement.quantity();
        long left = left(transaction.sql(), movement.productId());
        activities.add(
                transaction,
                "central-stock",
                new StockMoved(movement.productId(), movement.kind(), change, left, movement.madeBy()));
    }
}
