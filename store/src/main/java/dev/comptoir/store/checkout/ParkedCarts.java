package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.registers.Till;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Carts that wait for their customers. They belong to the store: every register can resume them. */
public final class ParkedCarts {
    static final int LIMIT = 100;

    /** Parked carts are deleted after this time. */
    public static final String EXPIRED = "parked_at < clock_timestamp() - interval '7 days'";

    private final Clock clock;

    public ParkedCarts(Clock clock) {
        this.clock = clock;
    }

    /**
     * A parked cart.
     *
     * @param subtotal at current prices, before taxes
     */
    public record ParkedCart(
            UUID id,
            int register,
            String parkedBy,
            Instant parkedAt,
            String note,
            List<ParkedLine> lines,
            Money subtotal) {}

    public record ParkedLine(long productId, String name, int quantity, Money unitPrice) {}

    Outcome<ParkedCart> park(Transaction transaction, Till till, String by, String note) {
        if (!Carts.lock(transaction, till, 1)) {
            return new Refused<>(new Refusal.RegisterGone());
        }
        Handle sql = transaction.sql();
        sql.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('parked ' || :store, 2))::text")
                .bind("store", till.store())
                .mapTo(String.class)
                .one();
        if (count(sql, till.store()) >= LIMIT) {
            return new Refused<>(new Refusal.TooManyParked());
        }
        UUID id = UUID.randomUUID();
        sql.createUpdate("""
                        INSERT INTO parked_cart (id, store_code, register, parked_by, parked_at, note)
                        VALUES (:id, :store, :register, :by, :now, :note)
                        """)
                .bind("id", id)
                .bindMethods(till)
                .bind("by", by)
                .bind("now", Timestamp.from(clock.instant()))
                .bind("note", note.strip())
                .execute();
        int lines = sql.createUpdate("""
                        WITH moved AS (DELETE FROM cart_line WHERE store_code = :store AND register = :register RETURNING *)
                        INSERT INTO parked_cart_line (parked_cart, product_id, quantity, seen_price, forced_price, place)
                        SELECT :id, product_id, quantity, seen_price, forced_price,
                               row_number() OVER (ORDER BY added_at, product_id) FROM moved
                        """).bind("id", id).bindMethods(till).execute();
        return lines == 0
                ? new Refused<>(new Refusal.EmptyCart())
                : new Done<>(find(sql, till.store(), id).orElseThrow());
    }

    /** Moves a parked cart to the register, whose own cart must be empty. */
    Outcome<Cart> resume(Transaction transaction, Till till, UUID id) {
        if (!Carts.lock(transaction, till, 1)) {
            return new Refused<>(new Refusal.RegisterGone());
        }
        if (!Carts.read(transaction, till).lines().isEmpty()) {
            return new Refused<>(new Refusal.CartNotEmpty());
        }
        Handle sql = transaction.sql();
        boolean parked = sql.createQuery("SELECT id FROM parked_cart WHERE id = :id AND store_code = :store FOR UPDATE")
                .bind("id", id)
                .bind("store", till.store())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
        if (!parked) {
            return new Refused<>(new Refusal.NotFound(id));
        }
        sql.createUpdate("""
                        INSERT INTO cart_line (store_code, register, product_id, quantity, seen_price, forced_price, added_at)
                        SELECT :store, :register, product_id, quantity, seen_price, forced_price,
                               clock_timestamp() + place * interval '1 microsecond'
                        FROM parked_cart_line WHERE parked_cart = :id
                        """).bindMethods(till).bind("id", id).execute();
        remove(sql, till.store(), id);
        return new Done<>(Carts.read(transaction, till));
    }

    /** False when there is no such cart. */
    static boolean remove(Handle sql, String store, UUID id) {
        return sql.createUpdate("DELETE FROM parked_cart WHERE id = :id AND store_code = :store")
                        .bind("id", id)
                        .bind("store", store)
                        .execute()
                == 1;
    }

    private static long count(Handle sql, String store) {
        return sql.createQuery("SELECT count(*) FROM parked_cart WHERE store_code = :store")
                .bind("store", store)
                .mapTo(Long.class)
                .one();
    }

    /** All of a store, oldest first. */
    static List<ParkedCart> all(Handle sql, String store) {
        return sql.createQuery("""
                        SELECT id, register, parked_by, parked_at, note FROM parked_cart
                        WHERE store_code = :store ORDER BY parked_at, id LIMIT 200
                        """)
                .bind("store", store)
                .map((row, context) -> cart(
                        sql,
                        row.getObject("id", UUID.class),
                        row.getInt("register"),
                        row.getString("parked_by"),
                        row.getTimestamp("parked_at").toInstant(),
                        row.getString("note")))
                .list();
    }

    private static Optional<ParkedCart> find(Handle sql, String store, UUID id) {
        return all(sql, store).stream().filter(cart -> cart.id().equals(id)).findFirst();
    }

    private static ParkedCart cart(Handle sql, UUID id, int register, String parkedBy, Instant parkedAt, String note) {
        List<ParkedLine> lines = sql.createQuery("""
                        SELECT l.product_id, p.name, l.quantity, coalesce(l.forced_price, p.price) AS price
                        FROM parked_cart_line l JOIN product p ON p.id = l.product_id
                        WHERE l.parked_cart = :id ORDER BY l.place LIMIT 1000
                        """)
                .bind("id", id)
                .map((row, context) -> new ParkedLine(
                        row.getLong("product_id"),
                        row.getString("name"),
                        row.getInt("quantity"),
                        Money.ofCents(row.getLong("price"))))
                .list();
        Money subtotal = Money.sum(lines.stream().map(line -> line.unitPrice().times(line.quantity())));
        return new ParkedCart(id, register, parkedBy, parkedAt, note, lines, subtotal);
    }
}
