package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.telemetry.Traces;
import dev.comptoir.store.registers.Till;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of sales. */
public final class Sales {
    /** The first round trip: the register, an earlier sale of the same key, and what is ordered, with price and stock. */
    public static final String OFFER = """
            SELECT r.cart_version, s.taxes, s.time_zone, earlier.number, earlier.fingerprint, r.open,
                   wanted.product_id, wanted.quantity, wanted.seen_price, p.version, p.sku, p.name,
                   coalesce(wanted.forced_price, p.price), h.quantity, p.epoch
            FROM register r
            JOIN store s ON s.code = r.store_code AND NOT s.closed
            LEFT JOIN sale earlier ON earlier.store_code = r.store_code AND earlier.register = r.number
                                  AND earlier.idempotency_key = :key
            LEFT JOIN LATERAL (
                SELECT product_id, quantity, coalesce(forced_price, seen_price), forced_price FROM cart_line
                WHERE cast(:fromCart AS boolean) AND store_code = r.store_code AND register = r.number
                UNION ALL
                SELECT product_id, quantity, price, NULL FROM unnest(
                    cast(:products AS bigint[]), cast(:quantities AS int[]), cast(:prices AS bigint[]))
                    AS ordered (product_id, quantity, price))
                AS wanted (product_id, quantity, seen_price, forced_price) ON true
            LEFT JOIN product p ON p.id = wanted.product_id AND NOT p.withdrawn
            LEFT JOIN shelf h ON h.store_code = r.store_code AND h.product_id = p.id
            WHERE r.store_code = :store AND r.number = :register
            ORDER BY wanted.product_id LIMIT :limit
            """;

    /**
     * The second round trip: the whole sale in one statement, which is one transaction. It locks the register, which must
     * be open, then the shelves in the order of products. It writes only if every product still has the offered version,
     * every shelf has enough, the cart has not changed, and no sale with the same key was committed meanwhile.
     */
    public static final String SELL = """
            WITH till AS MATERIALIZED (
                SELECT store_code, number AS register, sale_sequence + 1 AS sequence, cart_version FROM register
                WHERE store_code = :store AND number = :register AND open FOR NO KEY UPDATE),
            wanted AS (
                SELECT * FROM unnest(cast(:products AS bigint[]), cast(:quantities AS int[]), cast(:epochs AS bigint[]),
                                     cast(:versions AS bigint[]), cast(:prices AS bigint[]), cast(:amounts AS bigint[]))
                    WITH ORDINALITY AS wanted (product_id, quantity, epoch, version, price, amount, line)),
            offered AS MATERIALIZED (
                SELECT w.line, w.product_id, w.quantity, w.price, w.amount, p.sku, p.name, h.quantity AS present
                FROM till
                JOIN wanted w ON true
                JOIN product p ON p.id = w.product_id AND p.epoch = w.epoch AND p.version = w.version
                               AND NOT p.withdrawn
                JOIN shelf h ON h.store_code = till.store_code AND h.product_id = w.product_id
                ORDER BY h.product_id FOR NO KEY UPDATE OF h),
            verdict AS (
                SELECT till.* FROM till
                WHERE (NOT cast(:fromCart AS boolean) OR till.cart_version = :cartVersion)
                  AND (SELECT count(*) FROM offered WHERE present >= quantity) = :lines),
            sold AS (
                INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes,
                                  total, payments, change, idempotency_key, fingerprint)
                SELECT store_code || '-' || register || '-' ||
                       CASE WHEN sequence < 1000000 THEN lpad(sequence::text, 6, '0') ELSE sequence::text END,
                       store_code, register, sequence, :cashier, cast(:soldAt AS timestamptz),
                       cast(:businessDay AS date), cast(:subtotal AS bigint),
                       cast(:taxes AS jsonb), cast(:total AS bigint), cast(:payments AS jsonb), cast(:change AS bigint),
                       :key, :fingerprint
                FROM verdict
                ON CONFLICT (store_code, register, idempotency_key) DO NOTHING
                RETURNING number, store_code, register, sequence),
            counted AS (
                UPDATE register r
                SET sale_sequence = sold.sequence, sales_total = r.sales_total + cast(:total AS bigint),
                    cart_version = r.cart_version + CASE WHEN cast(:fromCart AS boolean) THEN 1 ELSE 0 END
                FROM sold WHERE r.store_code = sold.store_code AND r.number = sold.register
                RETURNING r.sales_total),
            written AS (
                INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount)
                SELECT sold.number, line, product_id, sku, name, quantity, price, amount FROM sold, offered),
            taken AS (
                UPDATE shelf h SET quantity = h.quantity - offered.quantity FROM sold, offered
                WHERE h.store_code = sold.store_code AND h.product_id = offered.product_id
                RETURNING h.store_code, h.product_id, old.level AS level_before, new.level AS level_after,
                          new.quantity AS present),
            emptied AS (
                DELETE FROM cart_line c USING sold
                WHERE cast(:fromCart AS boolean) AND c.store_code = sold.store_code AND c.register = sold.register),
            reported AS (
                INSERT INTO outbox_log (destination, type, payload, trace_parent)
                SELECT 'headoffice', 'SaleRecorded',
                       cast(:event AS jsonb) || jsonb_build_object(
                           'number', number, 'sequence', sequence, 'registerTotal', sales_total),
                       cast(:trace AS text)
                FROM sold, counted),
            alerted AS (
                INSERT INTO outbox_log (destination, type, payload, trace_parent)
                SELECT 'headoffice', 'StockLevelCrossed',
                       jsonb_build_object('store', store_code, 'productId', product_id, 'from', level_before,
                                          'to', level_after, 'quantity', present, 'crossedAt', cast(:soldAtText AS text)),
                       cast(:trace AS text)
                FROM taken WHERE level_before <> level_after ORDER BY product_id)
            SELECT number FROM sold
            """;

    private static final int LINES_LIMIT = 1_000;

    private static final RowMapper<Sale.Line> LINE = ConstructorMapper.of(Sale.Line.class);

    private Sales() {}

    /** Empty when the register does not exist. */
    static Optional<Offer> offer(Handle sql, Order order) {
        List<Order.Line> lines = order.lines() == null ? List.of() : order.lines();
        Query query = sql.createQuery(OFFER);
        bind(query, "products", Long.class, lines, Order.Line::productId);
        bind(query, "quantities", Quantity.class, lines, Order.Line::quantity);
        bind(
                query,
                "prices",
                Long.class,
                lines,
                line -> line.unitPrice() == null ? null : line.unitPrice().cents());
        return query.bind("store", order.till().store())
                .bind("register", order.till().register())
                .bind("key", order.key())
                .bind("fromCart", order.lines() == null)
                .bind("limit", LINES_LIMIT)
                .scanResultSet((rows, context) -> {
                    try (context;
                            ResultSet row = rows.get()) {
                        return readOffer(row);
                    }
                });
    }

    private static <T> void bind(
            Query query, String name, Class<?> type, List<T> lines, Function<T, @Nullable Object> value) {
        query.bindArray(name, type, lines.stream().map(value).toArray());
    }

    private static Optional<Offer> readOffer(ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        List<Offer.Line> lines = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        Offer offer = new Offer(
                row.getLong(1),
                List.of(Json.read(row.getString(2), TaxRate[].class)),
                ZoneId.of(row.getString(3)),
                row.getString(4) == null ? null : new Offer.EarlierSale(row.getString(4), row.getBytes(5)),
                row.getBoolean(6),
                lines,
                unknown);
        do {
            if (row.getObject(14) != null) {
                lines.add(readLine(row));
            } else if (row.getObject(7) != null) {
                unknown.add(row.getLong(7));
            }
        } while (row.next());
        return Optional.of(offer);
    }

    private static Offer.Line readLine(ResultSet row) throws SQLException {
        Long seen = row.getObject(9, Long.class);
        return new Offer.Line(
                row.getLong(7),
                row.getInt(8),
                seen == null ? null : Money.ofCents(seen),
                new Offer.Version(row.getLong(15), row.getLong(10)),
                row.getString(11),
                row.getString(12),
                Money.ofCents(row.getLong(13)),
                row.getInt(14));
    }

    /** The sale's number; empty when anything changed since the offer, and then nothing was written. */
    static Optional<String> sell(Handle sql, Order order, Offer offer, SaleDraft sale) {
        Query statement = sql.createQuery(SELL);
        bindLines(statement, offer, sale);
        return statement
                .bind("store", sale.till().store())
                .bind("register", sale.till().register())
                .bind("fromCart", order.lines() == null)
                .bind("cartVersion", offer.cartVersion())
                .bind("lines", sale.lines().size())
                .bind("cashier", sale.cashier())
                .bind("soldAt", sale.soldAt())
                .bind("soldAtText", sale.soldAt().toString())
                .bind("businessDay", sale.businessDay())
                .bind("subtotal", sale.amounts().subtotal())
                .bind("taxes", Json.text(sale.amounts().taxes()))
                .bind("total", sale.amounts().total())
                .bind("payments", Json.text(sale.settlement().payments()))
                .bind("change", sale.settlement().change())
                .bind("key", order.key())
                .bind("fingerprint", order.fingerprint())
                .bind("event", Json.text(sale))
                .bindByType("trace", Traces.here(), String.class)
                .mapTo(String.class)
                .findOne();
    }

    private static void bindLines(Query statement, Offer offer, SaleDraft sale) {
        bind(statement, "products", Long.class, offer.lines(), Offer.Line::productId);
        bind(statement, "quantities", Integer.class, offer.lines(), Offer.Line::quantity);
        bind(
                statement,
                "epochs",
                Long.class,
                offer.lines(),
                line -> line.version().epoch());
        bind(
                statement,
                "versions",
                Long.class,
                offer.lines(),
                line -> line.version().number());
        bind(statement, "prices", Money.class, sale.lines(), SaleLine::unitPrice);
        bind(statement, "amounts", Money.class, sale.lines(), SaleLine::amount);
    }

    /** A sale by its number. */
    public static Optional<Sale> find(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT number, store_code, register, cashier, sold_at, business_day, subtotal, taxes, total,
                               payments, change FROM sale WHERE number = :number
                        """)
                .bind("number", number)
                .map(row -> sale(row, lines(sql, number)))
                .findOne();
    }

    private static Sale sale(RowView row, List<Sale.Line> lines) {
        return new Sale(
                row.getColumn("number", String.class),
                new Till(row.getColumn("store_code", String.class), row.getColumn("register", Integer.class)),
                row.getColumn("cashier", String.class),
                row.getColumn("sold_at", Instant.class),
                row.getColumn("business_day", LocalDate.class),
                lines,
                Amounts.read(row),
                new Settlement(
                        List.of(Json.read(row.getColumn("payments", String.class), Payment[].class)),
                        row.getColumn("change", Money.class)));
    }

    private static List<Sale.Line> lines(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT line, product_id, sku, name, quantity, unit_price, amount FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", LINES_LIMIT)
                .map(LINE)
                .list();
    }
}
