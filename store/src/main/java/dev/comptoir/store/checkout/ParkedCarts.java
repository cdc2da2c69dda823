package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.registers.Till;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Carts that wait for their customers. They belong to the store: every register can resume them. */
public final class ParkedCarts {
    static final int LIMIT = 100;

    /** Parked carts are deleted after this time. */
    public static final String EXPIRED = "parked_at < now() - interval '7 days'";

    private final Carts carts;
    private final Clock clock;

    public ParkedCarts(Carts carts, Clock clock) {
        this.carts = carts;
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
            List<Deposit> empties,
            Money subtotal) {}

    public record ParkedLine(long productId, String name, int quantity, Money unitPrice, Money amount) {}

    Outcome<ParkedCart> park(Transaction transaction, Till till, String cashier, String note) {
        if (!Carts.lock(transaction, till, 1)) {
            return new Refused<>(new Refusal.RegisterGone());
        }
        lockStore(transaction, till.store());
        if (count(transaction, till.store()) >= LIMIT) {
            return new Refused<>(new Refusal.TooManyParked());
        }
        UUID id = UUID.randomUUID();
        moveCart(transaction, till, cashier, note, id);
        return moveLines(transaction, till, id) == 0
                ? new Refused<>(new Refusal.EmptyCart())
                : new Done<>(find(transaction.sql(), till.store(), id).orElseThrow());
    }

    /** So that two registers cannot both park the last cart that the limit allows. */
    private static void lockStore(Transaction transaction, String store) {
        transaction
                .query("SELECT pg_advisory_xact_lock(hashtextextended('parked ' || :store, 2))::text")
                .bind("store", store)
                .mapTo(String.class)
                .one();
    }

    private static long count(Transaction transaction, String store) {
        return transaction
                .query("SELECT count(*) FROM parked_cart WHERE store_code = :store")
                .bind("store", store)
                .mapTo(Long.class)
                .one();
    }

    /** Without its lines. */
    private void moveCart(Transaction transaction, Till till, String cashier, String note, UUID id) {
        transaction
                .update("""
                        WITH emptied AS (
                            UPDATE register SET cart_empties = NULL WHERE store_code = :store AND number = :register
                            RETURNING old.cart_empties)
                        INSERT INTO parked_cart (id, store_code, register, parked_by, parked_at, note, empties)
                        SELECT :id, :store, :register, :cashier, cast(:now AS timestamptz), :note, cart_empties
                        FROM emptied
                        """)
                .bindMethods(till)
                .bind("id", id)
                .bind("cashier", cashier)
                .bind("now", clock.instant())
                .bind("note", note.strip())
                .execute();
    }

    private static int moveLines(Transaction transaction, Till till, UUID id) {
        return transaction.update("""
                        WITH moved AS (DELETE FROM cart_line WHERE store_code = :store AND register = :register RETURNING *)
                        INSERT INTO parked_cart_line (parked_cart, product_id, quantity, seen_price, forced_price, forced_units,
                                                      forced_discount, price_reason, place)
                        SELECT :id, product_id, quantity, seen_price, forced_price, forced_units, forced_discount,
                               price_reason,
                               row_number() OVER (ORDER BY added_at, product_id) FROM moved
                        """).bindMethods(till).bind("id", id).execute();
    }

    /** Moves a parked cart to the register, whose own cart must be empty. */
    Outcome<Cart> resume(Transaction transaction, Till till, UUID id) {
        if (!Carts.lock(transaction, till, 1)) {
            return new Refused<>(new Refusal.RegisterGone());
        }
        if (!carts.read(transaction, till).isEmpty()) {
            return new Refused<>(new Refusal.CartNotEmpty());
        }
        int moved = transaction.update("""
                        WITH parked AS (
                            SELECT id FROM parked_cart WHERE id = :id AND store_code = :store FOR UPDATE)
                        INSERT INTO cart_line (store_code, register, product_id, quantity, seen_price, forced_price,
                                               forced_units, forced_discount, price_reason, added_at)
                        SELECT :store, :register, product_id, quantity, seen_price, forced_price, forced_units,
                               forced_discount, price_reason,
                               clock_timestamp() + place * interval '1 microsecond'
                        FROM parked_cart_line JOIN parked ON parked.id = parked_cart
                        """).bindMethods(till).bind("id", id).execute();
        if (moved == 0) {
            return new Refused<>(new Refusal.NotFound(id));
        }
        moveEmpties(transaction, till, id);
        remove(transaction, till.store(), id);
        return new Done<>(carts.read(transaction, till));
    }

    private static void moveEmpties(Transaction transaction, Till till, UUID id) {
        transaction.update("""
                        UPDATE register r SET cart_empties = p.empties FROM parked_cart p
                        WHERE r.store_code = :store AND r.number = :register AND p.id = :id
                        """).bindMethods(till).bind("id", id).execute();
    }

    /** False when there is no such cart. */
    static boolean remove(Transaction transaction, String store, UUID id) {
        return transaction
                        .update("DELETE FROM parked_cart WHERE id = :id AND store_code = :store")
                        .bind("id", id)
                        .bind("store", store)
                        .execute()
                == 1;
    }

    /** All of a store, oldest first. */
    static List<ParkedCart> all(Handle sql, String store) {
        return sql.createQuery("""
                        SELECT id, register, parked_by, parked_at, note, empties FROM parked_cart
                        WHERE store_code = :store ORDER BY parked_at, id LIMIT :limit
                        """)
                .bind("store", store)
                .bind("limit", LIMIT)
                .map(row -> cart(row, lines(sql, row.getColumn("id", UUID.class))))
                .list();
    }

    private static Optional<ParkedCart> find(Handle sql, String store, UUID id) {
        return all(sql, store).stream().filter(cart -> cart.id().equals(id)).findFirst();
    }

    private static List<ParkedLine> lines(Handle sql, UUID id) {
        return sql.createQuery("""
                        SELECT c.product_id, p.name, p.price, c.quantity, %s AS forced_price, c.forced_units,
                               c.forced_discount, c.price_reason
                        FROM parked_cart_line c JOIN product p ON p.id = c.product_id
                        WHERE c.parked_cart = :id ORDER BY c.place LIMIT :limit
                        """.formatted(PriceOverride.FORCED_PRICE))
                .bind("id", id)
                .bind("limit", Order.LINES_LIMIT)
                .map((row, context) -> line(row))
                .list();
    }

    private static ParkedLine line(ResultSet row) throws SQLException {
        int quantity = row.getInt("quantity");
        Money listPrice = Money.ofCents(row.getLong("price"));
        PriceOverride override = PriceOverride.read(row, quantity);
        return new ParkedLine(
                row.getLong("product_id"),
                row.getString("name"),
                quantity,
                override == null ? listPrice : override.unitPrice(),
                override == null ? listPrice.times(quantity) : override.amount(quantity, listPrice));
    }

    private static ParkedCart cart(RowView row, List<ParkedLine> lines) {
        return new ParkedCart(
                row.getColumn("id", UUID.class),
                row.getColumn("register", Integer.class),
                row.getColumn("parked_by", String.class),
                row.getColumn("parked_at", Instant.class),
                row.getColumn("note", String.class),
                lines,
                Carts.empties(row.getColumn("empties", String.class)),
                Money.sum(lines.stream().map(ParkedLine::amount)));
    }
}
