package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/** The SQL of sales. */
public final class Sales {
    /**
     * The second round trip: a batch of sales in one statement, which is one transaction. It locks the registers, which must be
     * open, in their order, then the shelves in the order of products. It writes a sale only if each of its products still has
     * the offered version, each shelf has enough after the sales before it in the batch, the cart has not changed, and no sale
     * with the same key was committed meanwhile. The other sales of the batch are written nevertheless.
     */
    private static final String SELL_LOCKING = """
            WITH ordered AS MATERIALIZED (
                SELECT * FROM unnest(cast(:stores AS text[]), cast(:registers AS int[]), cast(:keys AS text[]),
                                     cast(:fingerprints AS text[]), cast(:fromCart AS boolean[]),
                                     cast(:cartVersions AS bigint[]), cast(:lineCounts AS int[]), cast(:cashiers AS text[]),
                                     cast(:soldAt AS text[]), cast(:businessDays AS text[]), cast(:subtotals AS bigint[]),
                                     cast(:taxes AS text[]), cast(:deposits AS bigint[]), cast(:totals AS bigint[]),
                                     cast(:payments AS text[]), cast(:roundings AS bigint[]), cast(:changes AS bigint[]),
                                     cast(:events AS text[]), cast(:traces AS text[]))
                    WITH ORDINALITY AS ordered (store_code, register, key, fingerprint, from_cart, cart_version, line_count,
                                                cashier, sold_at, business_day, subtotal, taxes, deposits, total, payments,
                                                rounding, change, event, trace, place)),
            wanted AS (
                SELECT * FROM unnest(cast(:places AS bigint[]), cast(:lines AS int[]), cast(:products AS bigint[]),
                                     cast(:quantities AS int[]), cast(:epochs AS bigint[]), cast(:versions AS bigint[]),
                                     cast(:prices AS bigint[]), cast(:amounts AS bigint[]), cast(:lineTaxes AS text[]),
                                     cast(:lineDeposits AS bigint[]))
                    AS wanted (place, line, product_id, quantity, epoch, version, price, amount, taxes, deposit)),
            till AS MATERIALIZED (
                SELECT r.store_code, r.number AS register, r.sale_sequence + 1 AS sequence, o.place
                FROM %sordered o
                JOIN register r ON r.store_code = o.store_code AND r.number = o.register
                WHERE r.open AND (NOT o.from_cart OR r.cart_version = o.cart_version)
                ORDER BY r.store_code, r.number FOR NO KEY UPDATE OF r %s),
            offered AS MATERIALIZED (
                SELECT w.*, till.store_code, p.sku, p.name, p.price AS list_price, h.quantity AS present, h.low, h.high
                FROM till
                JOIN wanted w ON w.place = till.place
                JOIN product p ON p.id = w.product_id AND p.epoch = w.epoch AND p.version = w.version
                               AND NOT p.withdrawn
                JOIN shelf h ON h.store_code = till.store_code AND h.product_id = w.product_id
                ORDER BY h.store_code, h.product_id, w.place FOR NO KEY UPDATE OF h),
            enough AS (
                SELECT place, count(*) AS lines
                FROM (SELECT place, present - sum(quantity) OVER (
                                 PARTITION BY store_code, product_id ORDER BY place) AS remaining FROM offered) AS line
                WHERE remaining >= 0 GROUP BY place),
            sold AS (
                INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes,
                                  deposits, total, payments, rounding, change, idempotency_key, fingerprint)
                SELECT till.store_code || '-' || till.register || '-' ||
                       CASE WHEN sequence < 1000000 THEN lpad(sequence::text, 6, '0') ELSE sequence::text END,
                       till.store_code, till.register, sequence, o.cashier, o.sold_at::timestamptz, o.business_day::date,
                       o.subtotal, o.taxes::jsonb, o.deposits, o.total, o.payments::jsonb, o.rounding, o.change, o.key,
                       decode(o.fingerprint, 'hex')
                FROM till
                JOIN ordered o ON o.place = till.place
                JOIN enough ON enough.place = till.place AND enough.lines = o.line_count
                ON CONFLICT (store_code, register, idempotency_key) DO NOTHING
                RETURNING number, store_code, register, sequence),
            done AS (
                SELECT sold.number, sold.sequence, o.* FROM sold
                JOIN ordered o ON o.store_code = sold.store_code AND o.register = sold.register),
            counted AS (
                UPDATE register r
                SET sale_sequence = done.sequence, sales_total = r.sales_total + done.total,
                    cart_version = r.cart_version + CASE WHEN done.from_cart THEN 1 ELSE 0 END
                FROM done WHERE r.store_code = done.store_code AND r.number = done.register
                RETURNING done.place, r.sales_total),
            written AS (
                INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount, list_price,
                                       taxes, deposit)
                SELECT done.number, line, product_id, sku, name, quantity, price, amount, list_price,
                       offered.taxes::jsonb, deposit
                FROM done JOIN offered ON offered.place = done.place),
            taken AS (
                SELECT offered.*, done.sold_at, done.trace,
                       present + quantity - sum(quantity) OVER earlier AS before,
                       present - sum(quantity) OVER earlier AS after
                FROM done JOIN offered ON offered.place = done.place
                WINDOW earlier AS (PARTITION BY offered.store_code, product_id ORDER BY offered.place)),
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
                SELECT 'headoffice', 'SaleRecorded',
                       event::jsonb || jsonb_build_object(
                           'number', number, 'sequence', sequence, 'registerTotal', sales_total),
                       trace
                FROM done JOIN counted ON counted.place = done.place ORDER BY done.place),
            alerted AS (
                INSERT INTO outbox_log (destination, type, payload, trace_parent)
                SELECT 'headoffice', 'StockLevelCrossed',
                       jsonb_build_object('store', store_code, 'productId', product_id,
                                          'from', stock_level(before, low, high), 'to', stock_level(after, low, high),
                                          'quantity', after, 'crossedAt', sold_at),
                       trace
                FROM taken WHERE stock_level(before, low, high) <> stock_level(after, low, high)
                ORDER BY place, product_id)
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

    private record Line(int place, int number, Offer.Product offered, SaleLine sold) {}

    /**
     * The numbers of the sales that were written, by their places in the batch, from 1.
     *
     * @param sell {@link #SELL} or {@link #SELL_TOGETHER}
     */
    static Map<Integer, String> sell(Handle sql, String sell, List<Draft> drafts) {
        Query statement = sql.createQuery(sell);
        bindOrders(new ArrayColumns<>(statement, drafts));
        bindSales(new ArrayColumns<>(statement, drafts.stream().map(Draft::sale).toList()));
        bindLines(new ArrayColumns<>(statement, lines(drafts)));
        return statement.reduceRows(new HashMap<>(), (numbers, row) -> {
            numbers.put(row.getColumn("place", Integer.class), row.getColumn("number", String.class));
            return numbers;
        });
    }

    private static List<Line> lines(List<Draft> drafts) {
        List<Line> lines = new ArrayList<>();
        for (int place = 1; place <= drafts.size(); place++) {
            Draft draft = drafts.get(place - 1);
            for (int index = 0; index < draft.sale().lines().size(); index++) {
                lines.add(new Line(
                        place,
                        index + 1,
                        draft.offer().lines().get(index).product(),
                        draft.sale().lines().get(index)));
            }
        }
        return lines;
    }

    private static void bindOrders(ArrayColumns<Draft> drafts) {
        drafts.bind("keys", String.class, draft -> draft.order().key())
                .bind(
                        "fingerprints",
                        String.class,
                        draft -> HexFormat.of().formatHex(draft.order().fingerprint()))
                .bind("fromCart", Boolean.class, draft -> draft.order().lines() == null)
                .bind("cartVersions", Long.class, draft -> draft.offer().cartVersion())
                .bind(
                        "lineCounts",
                        Integer.class,
                        draft -> draft.offer().lines().size())
                .bind("traces", String.class, draft -> draft.order().trace());
    }

    private static void bindSales(ArrayColumns<SaleDraft> sales) {
        sales.bind("stores", String.class, sale -> sale.till().store())
                .bind("registers", Integer.class, sale -> sale.till().register())
                .bind("cashiers", String.class, SaleDraft::cashier)
                .bind("soldAt", String.class, sale -> sale.soldAt().toString())
                .bind("businessDays", String.class, sale -> sale.businessDay().toString())
                .bind("subtotals", Money.class, sale -> sale.amounts().subtotal())
                .bind("taxes", String.class, sale -> Json.text(sale.amounts().taxes()))
                .bind("deposits", Money.class, sale -> sale.amounts().deposits())
                .bind("totals", Money.class, sale -> sale.amounts().total())
                .bind(
                        "payments",
                        String.class,
                        sale -> Json.text(sale.settlement().payments()))
                .bind("roundings", Money.class, sale -> sale.settlement().rounding())
                .bind("changes", Money.class, sale -> sale.settlement().change())
                .bind("events", String.class, Json::text);
    }

    private static void bindLines(ArrayColumns<Line> lines) {
        lines.bind("places", Long.class, line -> (long) line.place())
                .bind("lines", Integer.class, Line::number)
                .bind("products", Long.class, line -> line.offered().id())
                .bind("quantities", Integer.class, line -> line.sold().quantity())
                .bind("epochs", Long.class, line -> line.offered().version().epoch())
                .bind("versions", Long.class, line -> line.offered().version().number())
                .bind("prices", Money.class, line -> line.sold().unitPrice())
                .bind("amounts", Money.class, line -> line.sold().amount())
                .bind("lineTaxes", String.class, line -> Json.text(Objects.requireNonNull(line.sold().taxes())))
                .bind("lineDeposits", Money.class, line -> line.sold().deposit());
    }

    /** A sale by its number. */
    public static Optional<Sale> find(Handle sql, String number) {
        return sql.createQuery("""
                        SELECT number, store_code, register, cashier, sold_at, business_day, subtotal, taxes, deposits,
                               total, payments, rounding, change FROM sale WHERE number = :number
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
