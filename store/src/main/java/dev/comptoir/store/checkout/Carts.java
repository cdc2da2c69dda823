package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The carts of the registers, kept in the database. Changes of one cart wait for each other. */
public final class Carts {
    static final int LINES_LIMIT = Checkout.LINES_LIMIT;

    /** What came of a change. */
    sealed interface Outcome {}

    record Changed(Cart cart) implements Outcome {}

    record UnknownProduct() implements Outcome {}

    /** The product is not in the cart. */
    record NoSuchLine() implements Outcome {}

    record CartFull() implements Outcome {}

    record TooMany() implements Outcome {}

    record RegisterGone() implements Outcome {}

    /** Shows the cart. What is shown counts as the price that the customer was told. */
    Outcome show(Transaction transaction, Till till) {
        return lock(transaction, till, 0) ? new Changed(read(transaction, till)) : new RegisterGone();
    }

    /** Adds units of a product that is found by exactly one of its names. */
    Outcome add(Transaction transaction, Till till, CartApi.NewCartLine line) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new RegisterGone());
        }
        Optional<Long> product = find(transaction, line);
        if (product.isEmpty()) {
            return transaction.refuse(new UnknownProduct());
        }
        int quantity = transaction
                .sql()
                .createQuery("""
                        INSERT INTO cart_line AS l (store_code, register, product_id, quantity, seen_price)
                        SELECT :store, :register, id, :quantity, price FROM product WHERE id = :product
                        ON CONFLICT (store_code, register, product_id) DO UPDATE
                        SET quantity = l.quantity + excluded.quantity
                        RETURNING quantity
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("product", product.get())
                .bind("quantity", line.units())
                .mapTo(Integer.class)
                .one();
        if (quantity > Quantity.LIMIT) {
            return transaction.refuse(new TooMany());
        }
        Cart cart = read(transaction, till);
        return cart.lines().size() > LINES_LIMIT ? transaction.refuse(new CartFull()) : new Changed(cart);
    }

    private static Optional<Long> find(Transaction transaction, CartApi.NewCartLine line) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT id FROM product
                        WHERE id = :product OR sku = upper(:sku) OR barcode = :barcode ORDER BY id LIMIT 1
                        """)
                .bindByType("product", line.productId(), Long.class)
                .bindByType("sku", line.sku(), String.class)
                .bindByType("barcode", line.barcode(), String.class)
                .mapTo(Long.class)
                .findOne();
    }

    /** Sets how many units of a product are in the cart. */
    Outcome set(Transaction transaction, Till till, long product, Quantity quantity) {
        return change(
                transaction,
                till,
                transaction
                        .sql()
                        .createUpdate("""
                        UPDATE cart_line SET quantity = :quantity
                        WHERE store_code = :store AND register = :register AND product_id = :product
                        """)
                        .bind("quantity", quantity.units())
                        .bind("product", product));
    }

    /** Gives a product in the cart another price; its own one when {@code price} is absent. */
    Outcome force(Transaction transaction, Till till, long product, @Nullable Money price) {
        return change(
                transaction,
                till,
                transaction
                        .sql()
                        .createUpdate("""
                        UPDATE cart_line SET forced_price = :price
                        WHERE store_code = :store AND register = :register AND product_id = :product
                        """)
                        .bindByType("price", price == null ? null : price.cents(), Long.class)
                        .bind("product", product));
    }

    Outcome remove(Transaction transaction, Till till, long product) {
        return change(transaction, till, transaction.sql().createUpdate("""
                        DELETE FROM cart_line
                        WHERE store_code = :store AND register = :register AND product_id = :product
                        """).bind("product", product));
    }

    private Outcome change(Transaction transaction, Till till, Update update) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new RegisterGone());
        }
        int found = update.bind("store", till.store())
                .bind("register", till.register())
                .execute();
        return found == 0 ? transaction.refuse(new NoSuchLine()) : new Changed(read(transaction, till));
    }

    Outcome empty(Transaction transaction, Till till) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new RegisterGone());
        }
        transaction
                .sql()
                .createUpdate("DELETE FROM cart_line WHERE store_code = :store AND register = :register")
                .bind("store", till.store())
                .bind("register", till.register())
                .execute();
        return new Changed(read(transaction, till));
    }

    /** Whether the register exists; its cart is then this transaction's. */
    static boolean lock(Transaction transaction, Till till, int changes) {
        return transaction
                        .sql()
                        .createUpdate("""
                                UPDATE register SET cart_version = cart_version + :changes
                                WHERE store_code = :store AND number = :register
                                """)
                        .bind("changes", changes)
                        .bind("store", till.store())
                        .bind("register", till.register())
                        .execute()
                == 1;
    }

    static Cart read(Transaction transaction, Till till) {
        List<Cart.Line> lines = transaction
                .sql()
                .createQuery("""
                        SELECT c.product_id, p.sku, p.name, c.quantity, p.price, c.seen_price, c.forced_price,
                               h.quantity AS present
                        FROM cart_line c
                        JOIN product p ON p.id = c.product_id
                        JOIN shelf h ON h.store_code = c.store_code AND h.product_id = c.product_id
                        WHERE c.store_code = :store AND c.register = :register
                        ORDER BY c.added_at, c.product_id LIMIT 1000
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .map(LINE)
                .list();
        rememberSeenPrices(transaction, till, lines);
        return cart(transaction, till, lines);
    }

    private static void rememberSeenPrices(Transaction transaction, Till till, List<Cart.Line> lines) {
        for (Cart.Line line : lines) {
            if (line.previousUnitPrice() != null) {
                transaction
                        .sql()
                        .createUpdate("""
                                UPDATE cart_line SET seen_price = :price
                                WHERE store_code = :store AND register = :register AND product_id = :product
                                """)
                        .bind("price", line.unitPrice().cents())
                        .bind("store", till.store())
                        .bind("register", till.register())
                        .bind("product", line.productId())
                        .execute();
            }
        }
    }

    private static Cart cart(Transaction transaction, Till till, List<Cart.Line> lines) {
        Money subtotal = lines.stream().map(Cart.Line::amount).reduce(Money.ZERO, Money::plus);
        return transaction
                .sql()
                .createQuery("""
                        SELECT r.cart_version, s.taxes FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .map((row, context) -> {
                    List<TaxAmount> taxes =
                            Taxes.on(subtotal, List.of(Json.read(row.getString("taxes"), TaxRate[].class)));
                    return new Cart(
                            row.getLong("cart_version"), lines, subtotal, taxes, subtotal.plus(Taxes.sum(taxes)));
                })
                .one();
    }

    private static final RowMapper<Cart.Line> LINE = (row, context) -> {
        Money own = Money.ofCents(row.getLong("price"));
        Money seen = Money.ofCents(row.getLong("seen_price"));
        Long forced = row.getObject("forced_price", Long.class);
        Money price = forced == null ? own : Money.ofCents(forced);
        return new Cart.Line(
                row.getLong("product_id"),
                row.getString("sku"),
                row.getString("name"),
                row.getInt("quantity"),
                price,
                forced == null ? null : own,
                forced != null || seen.equals(own) ? null : seen,
                price.times(row.getInt("quantity")),
                row.getInt("present"));
    };
}
