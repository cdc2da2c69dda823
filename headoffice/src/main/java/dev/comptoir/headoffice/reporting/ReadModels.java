package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one batch of events adds to the read models: summed up here, then written in one statement a table, in the order
 * of keys, so that two batches never wait for each other in a circle.
 */
public final class ReadModels {
    /** A day is the sum of its hours. */
    private static final String ADD_TURNOVERS = """
            WITH told AS (
                SELECT * FROM unnest(:stores, cast(:days AS date[]), :hours, :sales, :salesTotals, :refunds,
                                     :refundsTotals)
                    AS told (store_code, day, hour, sales, sales_total, refunds, refunds_total)),
            by_hour AS (
                INSERT INTO store_hour AS known
                    (store_code, day, hour, sales, sales_total, refunds, refunds_total)
                SELECT * FROM told ORDER BY store_code, day, hour
                ON CONFLICT (store_code, day, hour) DO UPDATE
                SET sales = known.sales + excluded.sales,
                    sales_total = known.sales_total + excluded.sales_total,
                    refunds = known.refunds + excluded.refunds,
                    refunds_total = known.refunds_total + excluded.refunds_total)
            INSERT INTO store_day AS known (store_code, day, sales, sales_total, refunds, refunds_total)
            SELECT store_code, day, sum(sales), sum(sales_total), sum(refunds), sum(refunds_total) FROM told
            GROUP BY store_code, day ORDER BY store_code, day
            ON CONFLICT (store_code, day) DO UPDATE
            SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
                refunds = known.refunds + excluded.refunds,
                refunds_total = known.refunds_total + excluded.refunds_total
            """;

    private record StoreHour(String store, LocalDate day, int hour) {}

    private record ProductDay(String store, LocalDate day, long product) {}

    private record Place(String store, long product) {}

    /** Sums in cents. */
    private static final class Turnover {
        private long sales;
        private long salesTotal;
        private long refunds;
        private long refundsTotal;
    }

    /** A sum in units and in cents. */
    private static final class Sold {
        private long units;
        private long amount;
    }

    private final Map<StoreHour, Turnover> hours = new TreeMap<>(
            Comparator.comparing(StoreHour::store).thenComparing(StoreHour::day).thenComparingInt(StoreHour::hour));
    private final Map<ProductDay, Sold> products = new TreeMap<>(Comparator.comparing(ProductDay::store)
            .thenComparing(ProductDay::day)
            .thenComparingLong(ProductDay::product));
    private final Map<Place, Long> stock =
            new TreeMap<>(Comparator.comparing(Place::store).thenComparingLong(Place::product));

    /** @param timeZone the store's, which decides the hour */
    public void sold(SaleRecorded sale, ZoneId timeZone) {
        Turnover turnover = turnover(sale.store(), sale.businessDay(), sale.soldAt(), timeZone);
        turnover.sales++;
        turnover.salesTotal += sale.total().cents();
        for (SaleLine line : sale.lines()) {
            Sold sold = products.computeIfAbsent(
                    new ProductDay(sale.store(), sale.businessDay(), line.productId()), key -> new Sold());
            sold.units += line.quantity();
            sold.amount += line.amount().cents();
            moved(sale.store(), line.productId(), -line.quantity());
        }
    }

    /** @param timeZone the store's, which decides the hour */
    public void refunded(RefundRecorded refund, ZoneId timeZone) {
        Turnover turnover = turnover(refund.store(), refund.businessDay(), refund.refundedAt(), timeZone);
        turnover.refunds++;
        turnover.refundsTotal += refund.total().cents();
        for (RefundLine line : refund.lines()) {
            if (line.backToShelf()) {
                moved(refund.store(), line.productId(), line.quantity());
            }
        }
    }

    private Turnover turnover(String store, LocalDate day, Instant at, ZoneId timeZone) {
        int hour = at.atZone(timeZone).getHour();
        return hours.computeIfAbsent(new StoreHour(store, day, hour), key -> new Turnover());
    }

    public void counted(StockCounted count) {
        moved(count.store(), count.productId(), count.correction());
    }

    public void received(RestockReceived received) {
        moved(received.store(), received.productId(), received.quantity());
    }

    private void moved(String store, long product, long units) {
        stock.merge(new Place(store, product), units, Long::sum);
    }

    /** Adds everything to the tables. */
    public void write(Transaction transaction) {
        writeTurnovers(transaction);
        writeProducts(transaction);
        writeStock(transaction);
    }

    private void writeTurnovers(Transaction transaction) {
        if (hours.isEmpty()) {
            return;
        }
        List<Turnover> sums = List.copyOf(hours.values());
        transaction
                .sql()
                .createUpdate(ADD_TURNOVERS)
                .bindArray(
                        "stores",
                        String.class,
                        hours.keySet().stream().map(StoreHour::store).toList())
                .bindArray(
                        "days",
                        String.class,
                        hours.keySet().stream().map(key -> key.day().toString()).toList())
                .bindArray(
                        "hours",
                        Integer.class,
                        hours.keySet().stream().map(StoreHour::hour).toList())
                .bindArray(
                        "sales", Long.class, sums.stream().map(sum -> sum.sales).toList())
                .bindArray(
                        "salesTotals",
                        Long.class,
                        sums.stream().map(sum -> sum.salesTotal).toList())
                .bindArray(
                        "refunds",
                        Long.class,
                        sums.stream().map(sum -> sum.refunds).toList())
                .bindArray(
                        "refundsTotals",
                        Long.class,
                        sums.stream().map(sum -> sum.refundsTotal).toList())
                .execute();
    }

    private void writeProducts(Transaction transaction) {
        if (products.isEmpty()) {
            return;
        }
        List<ProductDay> keys = new ArrayList<>(products.keySet());
        List<Sold> sums = List.copyOf(products.values());
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO product_day AS known (store_code, day, product_id, units, amount)
                        SELECT * FROM unnest(:stores, cast(:days AS date[]), :products, :units, :amounts)
                        ON CONFLICT (store_code, day, product_id) DO UPDATE
                        SET units = known.units + excluded.units, amount = known.amount + excluded.amount
                        """)
                .bindArray(
                        "stores",
                        String.class,
                        keys.stream().map(ProductDay::store).toList())
                .bindArray(
                        "days",
                        String.class,
                        keys.stream().map(key -> key.day().toString()).toList())
                .bindArray(
                        "products",
                        Long.class,
                        keys.stream().map(ProductDay::product).toList())
                .bindArray(
                        "units", Long.class, sums.stream().map(sum -> sum.units).toList())
                .bindArray(
                        "amounts",
                        Long.class,
                        sums.stream().map(sum -> sum.amount).toList())
                .execute();
    }

    /** A change that is noted already is noted again: its row stays locked, and so is not told, until this commits. */
    private void writeStock(Transaction transaction) {
        if (stock.isEmpty()) {
            return;
        }
        transaction
                .sql()
                .createUpdate("""
                        WITH moved AS (SELECT * FROM unnest(:stores, :products, :units) AS m (store_code, product_id, units)),
                        noted AS (INSERT INTO stock_change (store_code, product_id) SELECT store_code, product_id FROM moved
                                  ON CONFLICT (store_code, product_id) DO UPDATE SET product_id = excluded.product_id)
                        INSERT INTO stock AS known (store_code, product_id, quantity)
                        SELECT store_code, product_id, units FROM moved
                        ON CONFLICT (store_code, product_id) DO UPDATE
                        SET quantity = known.quantity + excluded.quantity
                        """)
                .bindArray(
                        "stores",
                        String.class,
                        stock.keySet().stream().map(Place::store).toList())
                .bindArray(
                        "products",
                        Long.class,
                        stock.keySet().stream().map(Place::product).toList())
                .bindArray("units", Long.class, List.copyOf(stock.values()))
                .execute();
    }
}
