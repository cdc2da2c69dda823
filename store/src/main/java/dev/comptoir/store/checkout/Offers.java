package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.ArrayColumns;
import dev.comptoir.store.registers.StoreProfiles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first round trip of a batch of sales: registers, earlier sales of the same keys, and products with price and stock. */
public final class Offers {
    private static final int ROWS_LIMIT = Checkout.BATCH_LIMIT * Order.LINES_LIMIT;

    /** Each order of the batch is at another register. */
    public static final String OFFER = """
            WITH ordered AS (
                SELECT * FROM unnest(cast(? AS text[]), cast(? AS int[]), cast(? AS text[]),
                                     cast(? AS boolean[]))
                    WITH ORDINALITY AS ordered (store_code, register, key, from_cart, place)),
            wanted AS (
                SELECT o.place, c.product_id, c.quantity, c.seen_price, c.forced_price, c.forced_units, c.forced_discount,
                       c.price_reason
                FROM ordered o
                JOIN cart_line c ON c.store_code = o.store_code AND c.register = o.register
                WHERE o.from_cart
                UNION ALL
                SELECT place, product_id, quantity, price, NULL, NULL, NULL, NULL
                FROM unnest(cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS int[]),
                            cast(? AS bigint[])) AS line (place, product_id, quantity, price))
            SELECT o.place, r.cart_version, r.sale_sequence, r.open, d.opened_at,
                   CASE WHEN o.from_cart THEN r.cart_empties END AS empties, s.name, s.time_zone, s.taxes, s.profiles,
                   earlier.number AS earlier_number, earlier.fingerprint,
                   w.product_id, w.quantity, w.seen_price, w.forced_price, w.forced_units, w.forced_discount,
                   w.price_reason,
                   p.epoch, p.version, p.sku, p.name AS product_name, p.price, p.tax_class, p.deposit,
                   h.quantity AS present
            FROM ordered o
            JOIN register r ON r.store_code = o.store_code AND r.number = o.register
            JOIN store s ON s.code = r.store_code AND NOT s.closed
            LEFT JOIN register_day d ON d.store_code = r.store_code AND d.register = r.number AND d.day = r.day
            LEFT JOIN sale earlier ON earlier.store_code = r.store_code AND earlier.register = r.number
                                  AND earlier.idempotency_key = o.key
            LEFT JOIN wanted w ON w.place = o.place
            LEFT JOIN product p ON p.id = w.product_id AND NOT p.withdrawn
            LEFT JOIN shelf h ON h.store_code = r.store_code AND h.product_id = p.id
            ORDER BY o.place, w.product_id LIMIT %d
            """.formatted(ROWS_LIMIT);

    private Offers() {}

    private record Wanted(int place, Order.Line line) {}

    /** In the order of the orders; empty where the register does not exist. */
    static List<Optional<Offer>> read(Connection connection, List<Order> orders) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OFFER)) {
            bind(ArrayColumns.of(query), orders, wanted(orders));
            try (ResultSet row = query.executeQuery()) {
                Map<Integer, Offer> offers = readAll(row, orders);
                return IntStream.rangeClosed(1, orders.size())
                        .mapToObj(place -> Optional.ofNullable(offers.get(place)))
                        .toList();
            }
        }
    }

    private static void bind(ArrayColumns columns, List<Order> orders, List<Wanted> wanted) throws SQLException {
        columns.texts(orders, order -> order.till().store())
                .integers(orders, order -> order.till().register())
                .texts(orders, Order::key)
                .booleans(orders, order -> order.lines() == null)
                .bigints(wanted, Wanted::place)
                .bigints(wanted, line -> line.line().productId())
                .integers(wanted, line -> line.line().quantity().units())
                .optionalBigints(wanted, line -> cents(line.line().unitPrice()));
    }

    private static List<Wanted> wanted(List<Order> orders) {
        return IntStream.rangeClosed(1, orders.size())
                .boxed()
                .flatMap(place -> lines(orders.get(place - 1)).map(line -> new Wanted(place, line)))
                .toList();
    }

    private static Stream<Order.Line> lines(Order order) {
        return order.lines() == null ? Stream.empty() : order.lines().stream();
    }

    private static Map<Integer, Offer> readAll(ResultSet row, List<Order> orders) throws SQLException {
        Map<Integer, Offer> offers = new HashMap<>();
        Map<String, StoreProfiles> profiles = new HashMap<>();
        while (row.next()) {
            int place = row.getInt(1);
            Offer offer = offers.get(place);
            if (offer == null) {
                String store = orders.get(place - 1).till().store();
                if (!profiles.containsKey(store)) {
                    profiles.put(store, readProfiles(row));
                }
                offer = readOffer(row, Objects.requireNonNull(profiles.get(store)));
                offers.put(place, offer);
            }
            long product = row.getLong("product_id");
            if (row.getObject("present") != null) {
                offer.lines().add(readLine(row, product));
            } else if (product != 0) {
                offer.unknown().add(product);
            }
        }
        return offers;
    }

    private static StoreProfiles readProfiles(ResultSet row) throws SQLException {
        return StoreProfiles.read(
                row.getString("name"), row.getString("time_zone"), row.getString("taxes"), row.getString("profiles"));
    }

    private static Offer readOffer(ResultSet row, StoreProfiles profiles) throws SQLException {
        String earlier = row.getString("earlier_number");
        Timestamp opened = row.getTimestamp("opened_at");
        return new Offer(
                row.getLong("cart_version"),
                row.getLong("sale_sequence"),
                profiles,
                earlier == null ? null : new Offer.EarlierSale(earlier, row.getBytes("fingerprint")),
                new Offer.RegisterDay(row.getBoolean("open"), opened == null ? null : opened.toInstant()),
                new ArrayList<>(),
                Carts.empties(row.getString("empties")),
                new ArrayList<>());
    }

    private static Offer.Line readLine(ResultSet row, long product) throws SQLException {
        int quantity = row.getInt("quantity");
        String deposit = row.getString("deposit");
        return new Offer.Line(
                new Offer.Product(
                        product,
                        new Offer.Version(row.getLong("epoch"), row.getLong("version")),
                        row.getString("sku"),
                        row.getString("product_name"),
                        Money.ofCents(row.getLong("price")),
                        row.getString("tax_class"),
                        deposit == null ? null : Json.read(deposit, Deposit.class)),
                quantity,
                PriceOverride.read(row, quantity),
                money(row.getObject("seen_price", Long.class)),
                row.getInt("present"));
    }

    private static @Nullable Long cents(@Nullable Money money) {
        return money == null ? null : money.cents();
    }

    private static @Nullable Money money(@Nullable Long cents) {
        return cents == null ? null : Money.ofCents(cents);
    }
}
