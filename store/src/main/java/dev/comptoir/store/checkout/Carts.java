package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import dev.comptoir.store.checkout.Refusal.CartFull;
import dev.comptoir.store.checkout.Refusal.DiscountTooHigh;
import dev.comptoir.store.checkout.Refusal.EmptyCart;
import dev.comptoir.store.checkout.Refusal.NoSuchLine;
import dev.comptoir.store.checkout.Refusal.RegisterGone;
import dev.comptoir.store.checkout.Refusal.TooManyUnits;
import dev.comptoir.store.checkout.Refusal.UnknownDeposit;
import dev.comptoir.store.checkout.Refusal.UnknownProduct;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.registers.Till;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The carts of the registers. Changes of one cart wait for each other. */
public final class Carts {
    private static final int READ_LIMIT = 1_000;
    private static final String OF_PRODUCT =
            " WHERE store_code = :store AND register = :register AND product_id = :product";

    /** When the quantity changes, an override of an earlier version covers the units that were in the cart until then. */
    private static final String KEEP_COVERED_UNITS =
            ", forced_units = CASE WHEN l.forced_price IS NOT NULL THEN coalesce(l.forced_units, l.quantity) END";

    private static final String RESTORE_PRICE =
            "UPDATE cart_line SET forced_price = NULL, forced_units = NULL, forced_discount = NULL, price_reason = NULL"
                    + OF_PRODUCT;

    private final Clock clock;

    public Carts(Clock clock) {
        this.clock = clock;
    }

    /** Shows the cart. Its prices count as shown to the customer. */
    Outcome<Cart> show(Transaction transaction, Till till) {
        return lock(transaction, till, 0) ? new Done<>(read(transaction, till)) : new Refused<>(new RegisterGone());
    }

    /** Adds units of a product that is found by exactly one of its names. */
    Outcome<Cart> add(Transaction transaction, Till till, NewCartLine line) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new Refused<>(new RegisterGone()));
        }
        Optional<Long> product = find(transaction, line);
        if (product.isEmpty()) {
            return transaction.refuse(new Refused<>(new UnknownProduct(line.productId())));
        }
        int quantity = addUnits(transaction, till, product.get(), line.units());
        if (quantity > Quantity.LIMIT) {
            return transaction.refuse(new Refused<>(new TooManyUnits()));
        }
        Cart cart = read(transaction, till);
        return cart.lines().size() > Order.LINES_LIMIT
                ? transaction.refuse(new Refused<>(new CartFull()))
                : new Done<>(cart);
    }

    private static int addUnits(Transaction transaction, Till till, long product, int units) {
        return transaction
                .query("""
                        INSERT INTO cart_line AS l (store_code, register, product_id, quantity, seen_price)
                        SELECT :store, :register, id, :units, price FROM product WHERE id = :product
                        ON CONFLICT (store_code, register, product_id) DO UPDATE
                        SET quantity = l.quantity + excluded.quantity%s
                        RETURNING quantity
                        """.formatted(KEEP_COVERED_UNITS))
                .bindMethods(till)
                .bind("product", product)
                .bind("units", units)
                .mapTo(Integer.class)
                .one();
    }

    private static Optional<Long> find(Transaction transaction, NewCartLine line) {
        return transaction
                .query("""
                        SELECT id FROM product
                        WHERE (id = :product OR sku = upper(:sku) OR barcode = :barcode) AND NOT withdrawn
                        ORDER BY id LIMIT 1
                        """)
                .bindByType("product", line.productId(), Long.class)
                .bindByType("sku", line.sku(), String.class)
                .bindByType("barcode", line.barcode(), String.class)
                .mapTo(Long.class)
                .findOne();
    }

    /** Sets how many units of a product are in the cart. */
    Outcome<Cart> set(Transaction transaction, Till till, long product, Quantity quantity) {
        Update update =
                transaction.update("UPDATE cart_line AS l SET quantity = :quantity" + KEEP_COVERED_UNITS + OF_PRODUCT);
        return change(transaction, till, product, update.bind("quantity", quantity));
    }

    /** Overrides the price of the units of a product that are in the cart now. */
    Outcome<Cart> overridePrice(Transaction transaction, Till till, long product, Money price, String reason) {
        Update update = transaction.update(
                "UPDATE cart_line SET forced_price = :price, forced_units = quantity, forced_discount = NULL,"
                        + " price_reason = :reason" + OF_PRODUCT);
        return change(transaction, till, product, update.bind("price", price).bind("reason", reason));
    }

    /**
     * Gives a discount on the units of a product that are in the cart now, or on everything in it: then it is spread over the
     * lines. It replaces what was approved for these lines before.
     *
     * @param product absent for the whole cart
     */
    Outcome<Cart> discount(Transaction transaction, Till till, @Nullable Long product, Discount discount) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new Refused<>(new RegisterGone()));
        }
        List<Listed> lines = listed(transaction, till, product);
        if (lines.isEmpty()) {
            return transaction.refuse(new Refused<>(product == null ? new EmptyCart() : new NoSuchLine()));
        }
        List<Money> amounts =
                lines.stream().map(line -> line.price().times(line.quantity())).toList();
        Money sum = Money.sum(amounts.stream());
        Money given = discount.of(sum);
        if (sum.isLessThan(given)) {
            return transaction.refuse(new Refused<>(new DiscountTooHigh(given, sum)));
        }
        List<Money> shares = Discount.spread(given, amounts);
        for (int index = 0; index < lines.size(); index++) {
            giveDiscount(transaction, till, lines.get(index), shares.get(index), discount.reason());
        }
        return new Done<>(read(transaction, till));
    }

    /** A line at the product's own price. */
    private record Listed(long productId, int quantity, Money price) {}

    /** @param product absent for all lines */
    private static List<Listed> listed(Transaction transaction, Till till, @Nullable Long product) {
        return transaction
                .query("""
                        SELECT c.product_id, c.quantity, p.price FROM cart_line c JOIN product p ON p.id = c.product_id
                        WHERE c.store_code = :store AND c.register = :register
                          AND (:product IS NULL OR c.product_id = :product)
                        ORDER BY c.added_at, c.product_id LIMIT :limit
                        """)
                .bindMethods(till)
                .bindByType("product", product, Long.class)
                .bind("limit", READ_LIMIT)
                .map((row, context) -> new Listed(row.getLong(1), row.getInt(2), Money.ofCents(row.getLong(3))))
                .list();
    }

    /** A line whose share is zero is sold as if nothing had been approved. */
    private static void giveDiscount(Transaction transaction, Till till, Listed line, Money discount, String reason) {
        if (discount.isZero()) {
            transaction
                    .update(RESTORE_PRICE)
                    .bindMethods(till)
                    .bind("product", line.productId())
                    .execute();
            return;
        }
        transaction
                .update(
                        "UPDATE cart_line SET forced_price = :price, forced_units = quantity, forced_discount = :discount,"
                                + " price_reason = :reason" + OF_PRODUCT)
                .bindMethods(till)
                .bind("product", line.productId())
                .bind("price", line.price())
                .bind("discount", discount)
                .bind("reason", reason.strip())
                .execute();
    }

    Outcome<Cart> restorePrice(Transaction transaction, Till till, long product) {
        return change(transaction, till, product, transaction.update(RESTORE_PRICE));
    }

    Outcome<Cart> remove(Transaction transaction, Till till, long product) {
        return change(transaction, till, product, transaction.update("DELETE FROM cart_line" + OF_PRODUCT));
    }

    private Outcome<Cart> change(Transaction transaction, Till till, long product, Update update) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new Refused<>(new RegisterGone()));
        }
        int found = update.bindMethods(till).bind("product", product).execute();
        return found == 0 ? transaction.refuse(new Refused<>(new NoSuchLine())) : new Done<>(read(transaction, till));
    }

    Outcome<Cart> empty(Transaction transaction, Till till) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new Refused<>(new RegisterGone()));
        }
        transaction
                .update("DELETE FROM cart_line WHERE store_code = :store AND register = :register")
                .bindMethods(till)
                .execute();
        putEmpties(transaction, till, List.of());
        return new Done<>(read(transaction, till));
    }

    /** Replaces the empties that the customer brings back. Each has a deposit of some product, possibly of a withdrawn one. */
    Outcome<Cart> setEmpties(Transaction transaction, Till till, List<Deposit> empties) {
        if (!lock(transaction, till, 1)) {
            return transaction.refuse(new Refused<>(new RegisterGone()));
        }
        Optional<Money> unknown = unknownDeposit(transaction, empties);
        if (unknown.isPresent()) {
            return transaction.refuse(new Refused<>(new UnknownDeposit(unknown.get())));
        }
        putEmpties(transaction, till, empties);
        return new Done<>(read(transaction, till));
    }

    private static Optional<Money> unknownDeposit(Transaction transaction, List<Deposit> empties) {
        return transaction
                .query("""
                        SELECT wanted.each FROM jsonb_to_recordset(cast(:empties AS jsonb)) AS wanted ("each" bigint)
                        WHERE NOT EXISTS (SELECT FROM product
                                          WHERE deposit IS NOT NULL AND (deposit ->> 'each')::bigint = wanted.each)
                        ORDER BY wanted.each LIMIT 1
                        """)
                .bind("empties", Json.text(empties))
                .mapTo(Money.class)
                .findOne();
    }

    private static void putEmpties(Transaction transaction, Till till, List<Deposit> empties) {
        transaction
                .update("""
                        UPDATE register SET cart_empties = nullif(cast(:empties AS jsonb), '[]')
                        WHERE store_code = :store AND number = :register
                        """)
                .bindMethods(till)
                .bind("empties", Json.text(empties))
                .execute();
    }

    /** As stored; none where there is no list. */
    static List<Deposit> empties(@Nullable String stored) {
        return stored == null ? List.of() : List.of(Json.read(stored, Deposit[].class));
    }

    /** Locks the cart for this transaction; false when the register does not exist, or is out of service for good. */
    static boolean lock(Transaction transaction, Till till, int changes) {
        return transaction
                        .update("""
                                UPDATE register SET cart_version = cart_version + :changes
                                WHERE store_code = :store AND number = :register AND (open OR NOT closed)
                                """)
                        .bind("changes", changes)
                        .bindMethods(till)
                        .execute()
                == 1;
    }

    /** The products of an order; those of the cart stay in it while its register is locked. */
    public static List<Long> productsOf(Transaction transaction, Order order) {
        if (order.lines() != null) {
            return order.lines().stream().map(Order.Line::productId).toList();
        }
        return transaction
                .query(
                        "SELECT product_id FROM cart_line WHERE store_code = :store AND register = :register LIMIT :limit")
                .bindMethods(order.till())
                .bind("limit", READ_LIMIT)
                .mapTo(Long.class)
                .list();
    }

    /** The cart; its prices now count as shown, and what was shown before is in {@code previousUnitPrice}. */
    Cart read(Transaction transaction, Till till) {
        Register register = register(transaction, till);
        List<Cart.Line> lines = transaction
                .query("""
                        WITH shown AS (
                            UPDATE cart_line c SET seen_price = p.price, forced_price = %1$s FROM product p
                            WHERE c.store_code = :store AND c.register = :register AND p.id = c.product_id
                              AND c.seen_price <> p.price)
                        SELECT c.product_id, p.sku, p.name, c.quantity, p.price, c.seen_price, %1$s AS forced_price,
                               c.forced_units, c.forced_discount, c.price_reason, p.tax_class, p.deposit, h.quantity AS present
                        FROM cart_line c
                        JOIN product p ON p.id = c.product_id
                        JOIN shelf h ON h.store_code = c.store_code AND h.product_id = c.product_id
                        WHERE c.store_code = :store AND c.register = :register
                        ORDER BY c.added_at, c.product_id LIMIT :limit
                        """.formatted(PriceOverride.FORCED_PRICE))
                .bindMethods(till)
                .bind("limit", READ_LIMIT)
                .map((row, context) -> line(row, register))
                .list();
        return Cart.of(
                register.cartVersion(),
                lines,
                register.empties(),
                new CashRounding(register.profile().cashIncrement()));
    }

    /** @param day of the store, whose rates apply */
    private record Register(long cartVersion, List<Deposit> empties, LocalDate day, StoreProfile profile) {}

    private Register register(Transaction transaction, Till till) {
        return transaction
                .query("""
                        SELECT r.cart_version, r.cart_empties, s.name, s.time_zone, s.taxes, s.profiles
                        FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register
                        """)
                .bindMethods(till)
                .map((row, context) -> {
                    StoreProfiles profiles = StoreProfiles.read(
                            row.getString("name"),
                            row.getString("time_zone"),
                            row.getString("taxes"),
                            row.getString("profiles"));
                    LocalDate day = profiles.day(clock.instant());
                    return new Register(
                            row.getLong("cart_version"),
                            empties(row.getString("cart_empties")),
                            day,
                            profiles.inForce(day));
                })
                .one();
    }

    private static Cart.Line line(ResultSet row, Register register) throws SQLException {
        int quantity = row.getInt("quantity");
        Money listPrice = Money.ofCents(row.getLong("price"));
        PriceOverride override = PriceOverride.read(row, quantity);
        String deposit = row.getString("deposit");
        return new Cart.Line(
                row.getLong("product_id"),
                row.getString("sku"),
                row.getString("name"),
                quantity,
                Cart.Price.of(listPrice, override, quantity, Money.ofCents(row.getLong("seen_price"))),
                Cart.Charge.of(
                        quantity,
                        override == null ? listPrice.times(quantity) : override.amount(quantity, listPrice),
                        register.profile().rates(row.getString("tax_class"), register.day()),
                        deposit == null ? null : Json.read(deposit, Deposit.class)),
                row.getInt("present"));
    }
}
