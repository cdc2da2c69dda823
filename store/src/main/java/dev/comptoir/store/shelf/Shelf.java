package dev.comptoir.store.shelf;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.mapper.RowMapper;

/** Changes quantities and thresholds of shelves. Sales take from shelves within their own statement. */
public final class Shelf {
    public static final ProblemType UNKNOWN_PRODUCT =
            new ProblemType("unknown-product", 422, "There is no such product");

    /** Locks in the order of store and product, as every statement that changes shelves does. */
    private static final String LOCKED = """
            WITH wanted AS (
                SELECT * FROM unnest(:stores, :products, :numbers) AS wanted (store_code, product_id, number)),
            locked AS MATERIALIZED (
                SELECT h.store_code, h.product_id, h.quantity, wanted.number
                FROM shelf h JOIN wanted USING (store_code, product_id)
                ORDER BY h.store_code, h.product_id FOR NO KEY UPDATE OF h)
            """;

    private static final String APPLY_THRESHOLDS = """
            WITH wanted AS (
                SELECT h.store_code, h.product_id,
                       coalesce((p.store_thresholds -> h.store_code ->> 'low')::int, p.low) AS low,
                       coalesce((p.store_thresholds -> h.store_code ->> 'high')::int, p.high) AS high
                FROM shelf h JOIN product p ON p.id = h.product_id WHERE p.id = ANY(:products)),
            locked AS MATERIALIZED (
                SELECT h.store_code, h.product_id, wanted.low, wanted.high
                FROM shelf h JOIN wanted USING (store_code, product_id)
                WHERE (h.low, h.high) <> (wanted.low, wanted.high)
                ORDER BY h.store_code, h.product_id FOR NO KEY UPDATE OF h)
            UPDATE shelf h SET low = locked.low, high = locked.high FROM locked
            WHERE h.store_code = locked.store_code AND h.product_id = locked.product_id
            RETURNING h.store_code, h.product_id, old.quantity, new.quantity, old.level, new.level
            """;

    private final Outbox outbox;
    private final Clock clock;

    public Shelf(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The place of a product on the shelf of a store. */
    public record Place(String store, long productId) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byStore = store.compareTo(other.store);
            return byStore != 0 ? byStore : Long.compare(productId, other.productId);
        }
    }

    /** The units of a place before and after a change. */
    public record Changed(Place place, int before, int after) {}

    /** Locks places of a store in the order in which every statement locks them, before statements that change some of them. */
    public void lock(Transaction transaction, String store, Collection<Long> products) {
        transaction
                .query("""
                        SELECT product_id FROM shelf WHERE store_code = :store AND product_id = ANY(:products)
                        ORDER BY store_code, product_id LIMIT :limit FOR NO KEY UPDATE
                        """)
                .bind("store", store)
                .bindArray("products", Long.class, List.copyOf(products))
                .bind("limit", products.size())
                .mapTo(Long.class)
                .list();
    }

    /**
     * Adds to, or takes from, several places.
     *
     * @throws IllegalStateException when a place does not exist; the transaction must then be rolled back
     */
    public List<Changed> add(Transaction transaction, Map<Place, Integer> differences) {
        return change(transaction, differences, "locked.quantity + locked.number");
    }

    /**
     * Sets several places to what was counted.
     *
     * @throws IllegalStateException when a place does not exist; the transaction must then be rolled back
     */
    public List<Changed> set(Transaction transaction, Map<Place, Integer> counted) {
        return change(transaction, counted, "locked.number");
    }

    private List<Changed> change(Transaction transaction, Map<Place, Integer> numbers, String newQuantity) {
        Map<Place, Integer> ordered = new TreeMap<>(numbers);
        List<Crossing> crossings = transaction
                .query(LOCKED + "UPDATE shelf h SET quantity = " + newQuantity + " FROM locked"
                        + " WHERE h.store_code = locked.store_code AND h.product_id = locked.product_id"
                        + " RETURNING h.store_code, h.product_id, old.quantity, new.quantity, old.level, new.level")
                .bindArray(
                        "stores",
                        String.class,
                        ordered.keySet().stream().map(Place::store).toList())
                .bindArray(
                        "products",
                        Long.class,
                        ordered.keySet().stream().map(Place::productId).toList())
                .bindArray("numbers", Integer.class, List.copyOf(ordered.values()))
                .map(CROSSING)
                .list();
        if (crossings.size() != ordered.size()) {
            throw new IllegalStateException("no shelf has a place for one of " + ordered.keySet());
        }
        raise(transaction, crossings);
        return crossings.stream().map(Crossing::changed).toList();
    }

    /** Adds places for new products in every store of the deployment, and applies changed thresholds. */
    public void applyThresholds(Transaction transaction, List<Long> products, String deployment) {
        transaction
                .update("""
                        INSERT INTO shelf (store_code, product_id, low, high)
                        SELECT s.code, p.id, p.low, p.high FROM store s, product p
                        WHERE s.deployment = :deployment AND p.id = ANY(:products)
                        ORDER BY s.code, p.id
                        ON CONFLICT DO NOTHING
                        """)
                .bind("deployment", deployment)
                .bindArray("products", Long.class, products)
                .execute();
        raise(
                transaction,
                transaction
                        .query(APPLY_THRESHOLDS)
                        .bindArray("products", Long.class, products)
                        .map(CROSSING)
                        .list());
    }

    private record Crossing(Changed changed, StockLevel from, StockLevel to) {}

    private static final RowMapper<Crossing> CROSSING = (row, context) -> new Crossing(
            new Changed(new Place(row.getString(1), row.getLong(2)), row.getInt(3), row.getInt(4)),
            StockLevel.stored(row.getString(5)),
            StockLevel.stored(row.getString(6)));

    /** Sends an event for each place whose stock level changed. */
    private void raise(Transaction transaction, List<Crossing> changes) {
        Instant now = clock.instant();
        for (Crossing crossing : changes) {
            if (crossing.from() != crossing.to()) {
                Place place = crossing.changed().place();
                StockLevelCrossed event = new StockLevelCrossed(
                        place.store(),
                        place.productId(),
                        crossing.from(),
                        crossing.to(),
                        crossing.changed().after(),
                        now);
                outbox.append(transaction, "headoffice", Events.typeOf(event), Events.write(event));
            }
        }
    }
}
