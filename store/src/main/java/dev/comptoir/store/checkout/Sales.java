package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.ArrayColumns;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.registers.Till;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL of sales. */
public final class Sales {
    /**
     * The second round trip: a batch of sales in one statement, which is one transaction. It locks the registers, which must be
     * open, in their order, then the shelves in the order of products. It writes a sale only if each of its products still has
     * the offered version, each shelf has enough after the sales before it in the batch, the cart has not changed, and its
     * register has sold nothing meanwhile, so that the offer has shown every sale with the same key. The other sales of the
     * batch are written nevertheless. Two lines of one product in a sale differ in what was approved
     * for their prices. A bill for empties alone has no lines.
     */
    private static final String SELL_LOCKING = """
            WITH till AS MATERIALIZED (
                SELECT o.*, r.sale_sequence + 1 AS sequence, r.sales_total + o.total AS register_total
                FROM %sunnest(cast(? AS text[]), cast(? AS bytea[]), cast(? AS text[]), cast(? AS boolean[]),
                            cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS int[]),
                            cast(? AS text[]), cast(? AS int[]), cast(? AS text[]), cast(? AS text[]), cast(? AS text[]),
                            cast(? AS bigint[]), cast(? AS text[]), cast(? AS bigint[]), cast(? AS bigint[]),
                            cast(? AS text[]), cast(? AS text[]), cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS text[]))
                    WITH ORDINALITY AS o (key, fingerprint, trace, from_cart, cart_version, sequence_before, profile_version,
                                          line_count, store_code, register, cashier, sold_at, business_day, subtotal, taxes,
                                          deposits, total, empties, payments, rounding, change, event, place)
                JOIN register r ON r.store_code = o.store_code AND r.number = o.register
                WHERE r.open AND r.sale_sequence = o.sequence_before
                  AND (NOT o.from_cart OR r.cart_version = o.cart_version)
                ORDER BY r.store_code, r.number FOR NO KEY UPDATE OF r %s),
            offered AS MATERIALIZED (
                SELECT w.*, till.store_code, p.sku, p.name, p.price AS list_price, h.quantity AS present, h.low, h.high
                FROM till
                JOIN unnest(cast(? AS bigint[]), cast(? AS int[]), cast(? AS bigint[]), cast(? AS int[]),
                            cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS bigint[]),
                            cast(? AS text[]), cast(? AS bigint[]), cast(? AS bigint[]), cast(? AS text[]))
                    AS w (place, line, product_id, quantity, epoch, version, price, amount, taxes, deposit, discount,
                          price_reason)
                    ON w.place = till.place
                JOIN product p ON p.id = w.product_id AND p.epoch = w.epoch AND p.version = w.version
                               AND NOT p.withdrawn
                JOIN shelf h ON h.store_code = till.store_code AND h.product_id = w.product_id
                ORDER BY h.store_code, h.product_id, w.place FOR NO KEY UPDATE OF h),
            enough AS (
                SELECT place, count(*) AS lines
                FROM (SELECT place, present - sum(quantity) OVER (
                                 PARTITION BY store_code, product_id ORDER BY place) AS remaining FROM offered) AS line
                WHERE remaining >= 0 GROUP BY place),
            done AS MATERIALIZED (
                SELECT till.*, store_code || '-' || register || '-' ||
                       CASE WHEN sequence < 1000000 THEN lpad(sequence::text, 6, '0') ELSE sequence::text END AS number
                FROM till LEFT JOIN enough ON enough.place = till.place
                WHERE coalesce(enough.lines, 0) = till.line_count),
            taken AS MATERIALIZED (
                SELECT offered.*, done.number, done.sold_at, done.trace,
                       present - coalesce(sum(quantity) OVER (
                           of_product GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
                       present - sum(quantity) OVER of_product AS after
                FROM done JOIN offered ON offered.place = done.place
                WINDOW of_product AS (PARTITION BY offered.store_code, product_id ORDER BY offered.place)),
            sold AS (
                INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes,
                                  deposits, total, empties, payments, rounding, change, profile_version,
                                  idempotency_key, fingerprint)
                SELECT number, store_code, register, sequence, cashier, sold_at::timestamptz, business_day::date, subtotal,
                       taxes::jsonb, deposits, total, nullif(empties, '[]')::jsonb, payments::jsonb, rounding, change,
                       profile_version, key, fingerprint
                FROM done),
            counted AS (
                UPDATE register r
                SET sale_sequence = done.sequence, sales_total = done.register_total,
                    cart_version = r.cart_version + CASE WHEN done.from_cart THEN 1 ELSE 0 END,
                    cart_empties = CASE WHEN NOT done.from_cart THEN r.cart_empties END
                FROM done WHERE r.store_code = done.store_code AND r.number = done.register),
            written AS (
                INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount, list_price,
                                       taxes, deposit, discount, price_reason)
                SELECT number, line, product_id, sku, name, quantity, price, amount, list_price, taxes::jsonb, deposit,
                       discount, price_reason
                FROM taken),
            emptied_shelves AS (
                UPDATE shelf h SET quantity = left_over.quantity
                FROM (SELECT store_code, product_id, min(after) AS quantity FROM taken GROUP BY store_code, product_id)
                    AS left_over
                WHERE h.store_code = left_over.store_code AND h.product_id = left_over.product_id),
            emptied_carts AS (
                DELETE FROM cart_line c USING done
                WHERE done.from_cart AND c.store_code = done.store_code AND c.register = done.register),
            reported AS (
                INSERT INTO outbox_log (destination, type, payload, trace_parent)
                SELECT 'headoffice', type, payload, trace
                FROM (SELECT 'SaleRecorded' AS type, place, 0 AS product_id,
                             event::jsonb || jsonb_build_object(
                                 'number', number, 'sequence', sequence, 'registerTotal', register_total) AS payload,
                             trace
                      FROM done
                      UNION ALL
                      SELECT DISTINCT 'StockLevelCrossed', place, product_id,
                             jsonb_build_object('store', store_code, 'productId', product_id,
                                                'from', stock_level(before, low, high),
                                                'to', stock_level(after, low, high),
                                                'quantity', after, 'crossedAt', sold_at),
                             trace
                      FROM taken WHERE stock_level(before, low, high) <> stock_level(after, low, high)) AS event
                ORDER BY type, place, product_id)
            SELECT place, number FROM done
            """;

    static final String SELL = SELL_LOCKING.formatted("", "");

    /**
     * The same for orders with neighbours, which must not wait long for the locks of other transactions: it passes over locked
     * registers, and fails when a shelf stays locked.
     */
    public static final String SELL_TOGETHER =
            SELL_LOCKING.formatted("(SELECT set_config('lock_timeout', '500ms', true)) AS limited, ", "SKIP LOCKED");

    private static final int LINES_LIMIT = 1_000;

    private Sales() {}

    private record Line(int place, int number, Offer.Product product, SaleLine sold) {}

    /**
     * The numbers of the sales that were written, by their places in the batch, from 1.
     *
     * @param sell {@link #SELL} or {@link #SELL_TOGETHER}
     */
    static Map<Integer, String> sell(Connection connection, String sell, List<Draft> drafts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sell)) {
            ArrayColumns columns = ArrayColumns.of(statement);
            bindOrders(columns, drafts);
            bindSales(columns, drafts.stream().map(Draft::sale).toList());
            bindLines(columns, lines(drafts));
            try (ResultSet row = statement.executeQuery()) {
                Map<Integer, String> numbers = new HashMap<>();
                while (row.next()) {
                    numbers.put(row.getInt(1), row.getString(2));
                }
                return numbers;
            }
        }
    }

    private static List<Line> lines(List<Draft> drafts) {
        List<Line> lines = new ArrayList<>();
        for (int place = 1; place <= drafts.size(); place++) {
            Draft draft = drafts.get(place - 1);
            int number = 1;
            for (SaleLine line : draft.sale().lines()) {
                lines.add(new Line(place, number++, draft.offer().product(line.productId()), line));
            }
        }
        return lines;
    }

    private static void bindOrders(ArrayColumns columns, List<Draft> drafts) throws SQLException {
        columns.texts(drafts, draft -> draft.order().key())
                .bytes(drafts, draft -> draft.order().fingerprint())
                .texts(drafts, draft -> draft.order().trace())
                .booleans(drafts, draft -> draft.order().lines() == null)
                .bigints(drafts, draft -> draft.offer().cartVersion())
                .bigints(drafts, draft -> draft.offer().saleSequence())
                .bigints(drafts, Sales::profileVersion)
                .integers(drafts, draft -> draft.sale().lines().size());
    }

    private static long profileVersion(Draft draft) {
        StoreProfiles profiles = draft.offer().profiles();
        return profiles.inForce(profiles.day(draft.sale().soldAt())).version();
    }

    private static void bindSales(ArrayColumns columns, List<SaleDraft> sales) throws SQLException {
        columns.texts(sales, sale -> sale.till().store())
                .integers(sales, sale -> sale.till().register())
                .texts(sales, SaleDraft::cashier)
                .texts(sales, sale -> sale.soldAt().toString())
                .texts(sales, sale -> sale.businessDay().toString())
                .bigints(sales, sale -> sale.amounts().subtotal().cents())
                .texts(sales, sale -> Json.text(sale.amounts().taxes()))
                .bigints(sales, sale -> sale.amounts().deposits().cents())
                .bigints(sales, sale -> sale.amounts().total().cents())
                .texts(sales, sale -> Json.text(sale.settlement().empties()))
                .texts(sales, sale -> Json.text(sale.settlement().payments()))
                .bigints(sales, sale -> sale.settlement().rounding().cents())
                .bigints(sales, sale -> sale.settlement().change().cents())
                .texts(sales, Json::text);
    }

    private static void bindLines(ArrayColumns columns, List<Line> lines) throws SQLException {
        columns.bigints(lines, Line::place)
                .integers(lines, Line::number)
                .bigints(lines, line -> line.product().id())
                .integers(lines, line -> line.sold().quantity())
                .bigints(lines, line -> line.product().version().epoch())
                .bigints(lines, line -> line.product().version().number())
                .bigints(lines, line -> line.sold().unitPrice().cents())
                .bigints(lines, line -> line.sold().amount().cents())
                .texts(lines, line -> Json.text(taxes(line)))
                .bigints(lines, line -> line.sold().deposit().cents())
                .bigints(lines, line -> line.sold().discount().cents())
                .texts(lines, line -> line.sold().priceReason());
    }

    private static List<TaxRate> taxes(Line line) {
        return Objects.requireNonNull(line.sold().taxes());
    }

    /** A sale by its number. */
    public static Optional<Sale> find(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT number, store_code, register, cashier, sold_at, business_day, subtotal, taxes, deposits,
                               total, empties, payments, rounding, change FROM sale WHERE number = :number
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
                        Carts.empties(row.getColumn("empties", String.class)),
                        List.of(Json.read(row.getColumn("payments", String.class), Payment[].class)),
                        row.getColumn("rounding", Money.class),
                        row.getColumn("change", Money.class)));
    }

    private static List<Sale.Line> lines(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT line, product_id, sku, name, quantity, unit_price, amount, taxes, deposit, discount, list_price,
                               price_reason
                        FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", LINES_LIMIT)
                .map(Sales::line)
                .list();
    }

    private static Sale.Line line(RowView row) {
        String taxes = row.getColumn("taxes", String.class);
        Money unitPrice = row.getColumn("unit_price", Money.class);
        Money listPrice = row.getColumn("list_price", Money.class);
        return new Sale.Line(
                row.getColumn("line", Integer.class),
                new SaleLine(
                        row.getColumn("product_id", Long.class),
                        row.getColumn("sku", String.class),
                        row.getColumn("name", String.class),
                        row.getColumn("quantity", Integer.class),
                        unitPrice,
                        row.getColumn("amount", Money.class),
                        taxes == null ? null : List.of(Json.read(taxes, TaxRate[].class)),
                        row.getColumn("deposit", Money.class),
                        row.getColumn("discount", Money.class),
                        unitPrice.equals(listPrice) ? null : listPrice,
                        row.getColumn("price_reason", String.class)));
    }
}
