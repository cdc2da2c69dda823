package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.sql.WordSearch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The central stock, and the movements that explain it. */
public final class CentralStock {
    private static final String SELECT = """
            SELECT p.id, p.sku, p.barcode, p.name, p.category, p.version, s.quantity AS central_stock
            FROM %s AS p JOIN central_stock s ON s.product_id = p.id
            """;

    private static final String IN_CATEGORY_AND_USE = """
            (:category IS NULL OR category = :category)
            AND (NOT withdrawn OR EXISTS (SELECT FROM central_stock WHERE product_id = product.id AND quantity > 0))
            """;

    private final Activities activities;
    private final Clock clock;

    public CentralStock(Activities activities, Clock clock) {
        this.activities = activities;
        this.clock = clock;
    }

    /**
     * A change of the central stock in the live stream.
     *
     * @param change units that arrived, or below zero units that left
     * @param centralStock after the change
     */
    record StockActivity(long productId, String kind, int change, long centralStock, String by) {}

    /** @param text words of the name, SKU or barcode; case and accents do not matter */
    record Search(@Nullable String text, @Nullable String category) {}

    /** The last product of the page before. */
    record Position(String name, long productId) {}

    /** Products by name; a withdrawn one only while there is stock of it. */
    List<StockedProduct> list(Handle sql, Search search, Position after, long limit) {
        WordSearch words = new WordSearch(search.text() == null ? List.of() : SearchText.words(search.text()));
        return words.bind(
                        sql.createQuery(SELECT.formatted("(" + words.page("product", IN_CATEGORY_AND_USE) + ")") + """
                        ORDER BY p.name, p.id LIMIT :limit
                        """))
                .bindByType("category", search.category(), String.class)
                .bind("name", after.name())
                .bind("id", after.productId())
                .bind("limit", limit)
                .map(ConstructorMapper.of(StockedProduct.class))
                .list();
    }

    Optional<StockedProduct> find(Handle sql, long productId) {
        return sql.createQuery(SELECT.formatted("product") + "WHERE p.id = :id")
                .bind("id", productId)
                .map(ConstructorMapper.of(StockedProduct.class))
                .findOne();
    }

    /** Adds goods that arrived; empty when the product is unknown. */
    Optional<StockedProduct> receive(
            Transaction transaction, long productId, Quantity quantity, @Nullable String note, String by) {
        int raised = transaction
                .update("UPDATE central_stock SET quantity = quantity + :quantity WHERE product_id = :id")
                .bind("quantity", quantity)
                .bind("id", productId)
                .execute();
        if (raised == 0) {
            return Optional.empty();
        }
        record(transaction, new Movement("receipt", productId, quantity.units(), null, note, by));
        return find(transaction.sql(), productId);
    }

    /** Removes the goods of an order; false, and nothing changed, when the stock is too short. */
    public boolean ship(Transaction transaction, UUID orderId, long productId, int quantity, String by) {
        int lowered = transaction
                .update("""
                        UPDATE central_stock SET quantity = quantity - :wanted
                        WHERE product_id = :id AND quantity >= :wanted
                        """)
                .bind("wanted", quantity)
                .bind("id", productId)
                .execute();
        if (lowered == 0) {
            return false;
        }
        record(transaction, new Movement("shipment", productId, quantity, orderId, null, by));
        return true;
    }

    /** Whether the product has arrived, withdrawn or not. */
    public boolean has(Handle sql, long productId) {
        return sql.createQuery("SELECT EXISTS (SELECT FROM central_stock WHERE product_id = :id)")
                .bind("id", productId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Units of a product in the central stock. */
    public long left(Handle sql, long productId) {
        return sql.createQuery("SELECT quantity FROM central_stock WHERE product_id = :id")
                .bind("id", productId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** @param orderId of a shipment */
    private record Movement(
            String kind,
            long productId,
            int quantity,
            @Nullable UUID orderId,
            @Nullable String note,
            String madeBy) {}

    private void record(Transaction transaction, Movement movement) {
        transaction
                .update("""
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
                new StockActivity(movement.productId(), movement.kind(), change, left, movement.madeBy()));
    }
}
