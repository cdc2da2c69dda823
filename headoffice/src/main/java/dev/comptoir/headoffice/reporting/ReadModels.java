package dev.comptoir.headoffice.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What one batch of events adds to the read models: summed up in memory, then written with one statement per table.
 * Rows are written in the order of their keys, so that concurrent batches do not deadlock.
 */
public final class ReadModels {
    /** Adds to the hours, and their sums to the days. */
    private static final String ADD_TURNOVER = """
            WITH added AS (
                SELECT store, day, hour, sales, "salesTotal" AS sales_total, "salesSubtotal" AS sales_subtotal,
                       refunds, "refundsTotal" AS refunds_total, "refundsSubtotal" AS refunds_subtotal
                FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS added (
                    store text, day date, hour int, sales bigint, "salesTotal" bigint, "salesSubtotal" bigint,
                    refunds bigint, "refundsTotal" bigint, "refundsSubtotal" bigint)),
            by_hour AS (
                INSERT INTO store_hour AS known (
                    store_code, day, hour, sales, sales_total, sales_subtotal, refunds, refunds_total, refunds_subtotal)
                SELECT * FROM added ORDER BY store, day, hour
                ON CONFLICT (store_code, day, hour) DO UPDATE
                SET sales = known.sales + excluded.sales,
                    sales_total = known.sales_total + excluded.sales_total,
                    sales_subtotal = known.sales_subtotal + excluded.sales_subtotal,
                    refunds = known.refunds + excluded.refunds,
                    refunds_total = known.refunds_total + excluded.refunds_total,
                    refunds_subtotal = known.refunds_subtotal + excluded.refunds_subtotal)
            INSERT INTO store_day AS known (
                store_code, day, sales, sales_total, sales_subtotal, refunds, refunds_total, refunds_subtotal)
            SELECT store, day, sum(sales), sum(sales_total), sum(sales_subtotal),
                   sum(refunds), sum(refunds_total), sum(refunds_subtotal)
            FROM added GROUP BY store, day ORDER BY store, day
            ON CONFLICT (store_code, day) DO UPDATE
            SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
                sales_subtotal = known.sales_subtotal + excluded.sales_subtotal,
                refunds = known.refunds + excluded.refunds,
                refunds_total = known.refunds_total + excluded.refunds_total,
                refunds_subtotal = known.refunds_subtotal + excluded.refunds_subtotal
            """;

    private static final String ADD_PARTS = """
            INSERT INTO day_part AS known (day, store_code, book, part, name, per_million, base, amount)
            SELECT day, store, book, part, name, "perMillion", base, amount
            FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS added (
                day date, store text, book text, part text, name text, "perMillion" int, base bigint, amount bigint)
            ORDER BY day, store, book, part, name, "perMillion"
            ON CONFLICT (day, store_code, book, part, name, per_million) DO UPDATE
            SET base = known.base + excluded.base, amount = known.amount + excluded.amount
            """;

    private static final String ADD_UNITS_SOLD = """
            INSERT INTO product_day AS known (store_code, day, product_id, units, amount)
            SELECT store, day, product, units, amount
            FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS added (
                store text, day date, product bigint, units bigint, amount bigint)
            ORDER BY store, day, product
            ON CONFLICT (store_code, day, product_id) DO UPDATE
            SET units = known.units + excluded.units, amount = known.amount + excluded.amount
            """;

    /**
     * Also marks the stocks as changed. The update of an existing mark changes nothing, but locks its row: {@link
     * StockUpdates} skips it until this transaction commits.
     */
    private static final String ADD_STOCK = """
            WITH added AS (
                SELECT * FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS added (
                    store text, product bigint, units bigint)),
            marked AS (
                INSERT INTO stock_change (store_code, product_id)
                SELECT store, product FROM added ORDER BY store, product
                ON CONFLICT (store_code, product_id) DO UPDATE SET product_id = excluded.product_id)
            INSERT INTO stock AS known (store_code, product_id, quantity)
            SELECT store, product, units FROM added ORDER BY store, product
            ON CONFLICT (store_code, product_id) DO UPDATE SET quantity = known.quantity + excluded.quantity
            """;

    private record StoreHour(String store, LocalDate day, int hour) {}

    /** Sums in cents; a subtotal is without taxes and deposits. A bill for empties alone is no sale. */
    private record Turnover(
            long sales, long salesTotal, long salesSubtotal, long refunds, long refundsTotal, long refundsSubtotal) {
        private static Turnover of(SaleRecorded sale) {
            int sales = sale.lines().isEmpty() ? 0 : 1;
            return new Turnover(sales, sale.total().cents(), sale.subtotal().cents(), 0, 0, 0);
        }

        private static Turnover of(RefundRecorded refund) {
            return new Turnover(
                    0, 0, 0, 1, refund.total().cents(), refund.subtotal().cents());
        }

        Turnover plus(Turnover other) {
            return new Turnover(
                    sales + other.sales,
                    salesTotal + other.salesTotal,
                    salesSubtotal + other.salesSubtotal,
                    refunds + other.refunds,
                    refundsTotal + other.refundsTotal,
                    refundsSubtotal + other.refundsSubtotal);
        }
    }

    private record ProductDay(String store, LocalDate day, long product) {}

    /** @param amount in cents */
    private record Sold(long units, long amount) {
        Sold plus(Sold other) {
            return new Sold(units + other.units, amount + other.amount);
        }
    }

    private record Shelf(String store, long product) {}

    private record Moved(long units) {
        Moved plus(Moved other) {
            return new Moved(units + other.units);
        }
    }

    private record Row(
            @JsonUnwrapped Object key, @JsonUnwrapped Object added) {}

    private final Map<StoreHour, Turnover> turnover = new HashMap<>();
    private final Map<DayPart, PartSum> parts = new HashMap<>();
    private final Map<ProductDay, Sold> unitsSold = new HashMap<>();
    private final Map<Shelf, Moved> stock = new HashMap<>();

    /** @param timeZone of the store; it decides the hour */
    public void sold(SaleRecorded sale, ZoneId timeZone) {
        turnover.merge(
                hour(sale.store(), sale.businessDay(), sale.soldAt(), timeZone), Turnover.of(sale), Turnover::plus);
        add(DayPart.of(sale));
        for (SaleLine line : sale.lines()) {
            unitsSold.merge(
                    new ProductDay(sale.store(), sale.businessDay(), line.productId()),
                    new Sold(line.quantity(), line.amount().cents()),
                    Sold::plus);
            move(sale.store(), line.productId(), -line.quantity());
        }
    }

    /** @param timeZone of the store; it decides the hour */
    public void refunded(RefundRecorded refund, ZoneId timeZone) {
        turnover.merge(
                hour(refund.store(), refund.businessDay(), refund.refundedAt(), timeZone),
                Turnover.of(refund),
                Turnover::plus);
        add(DayPart.of(refund));
        for (RefundLine line : refund.lines()) {
            if (line.backToShelf()) {
                move(refund.store(), line.productId(), line.quantity());
            }
        }
    }

    private void add(Map<DayPart, PartSum> entry) {
        entry.forEach((part, sum) -> parts.merge(part, sum, PartSum::plus));
    }

    private static StoreHour hour(String store, LocalDate day, Instant at, ZoneId timeZone) {
        return new StoreHour(store, day, at.atZone(timeZone).getHour());
    }

    public void counted(StockCounted count) {
        move(count.store(), count.productId(), count.correction());
    }

    public void received(RestockReceived received) {
        move(received.store(), received.productId(), received.quantity());
    }

    /** Entries that moved the stock are lost at the store: its shelf has these units more. Reports keep the entries. */
    public void undone(String store, long product, long units) {
        move(store, product, units);
    }

    private void move(String store, long product, long units) {
        stock.merge(new Shelf(store, product), new Moved(units), Moved::plus);
    }

    /** Adds everything to the tables. */
    public void write(Transaction transaction) {
        write(transaction, ADD_TURNOVER, turnover);
        write(transaction, ADD_PARTS, parts);
        write(transaction, ADD_UNITS_SOLD, unitsSold);
        write(transaction, ADD_STOCK, stock);
    }

    private static void write(Transaction transaction, String statement, Map<?, ?> added) {
        if (!added.isEmpty()) {
            transaction
                    .update(statement)
                    .bind(
                            "rows",
                            Json.text(added.entrySet().stream()
                                    .map(entry -> new Row(entry.getKey(), entry.getValue()))
                                    .toList()))
                    .execute();
        }
    }
}
