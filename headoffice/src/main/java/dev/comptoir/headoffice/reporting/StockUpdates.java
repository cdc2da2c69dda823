package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the stock and the recent sales of the stores to the warehouse, at most once a second per store and product,
 * however often it is sold. Any number of instances share the work: one skips what another has locked. The figures of
 * a product that is no longer sold are sent again when its last sales leave the counted days.
 */
public final class StockUpdates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StockUpdates.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int CHANGES_PER_BATCH = 500;
    private static final int STORES_PER_BATCH = 100;
    private static final int STORES_LIMIT = 10_000;

    /** Business days of the store over which sales are counted, including today. */
    private static final int COUNTED_DAYS = 14;

    private static final String START_DAYS = """
            WITH today AS (SELECT code, (clock_timestamp() AT TIME ZONE time_zone)::date AS day FROM store),
            due AS (
                SELECT t.code, t.day, n.day AS before
                FROM today t LEFT JOIN stock_news_day n ON n.store_code = t.code
                WHERE n.day IS NULL OR n.day < t.day ORDER BY t.code LIMIT :limit),
            started AS (
                INSERT INTO stock_news_day (store_code, day) SELECT code, day FROM due ORDER BY code
                ON CONFLICT (store_code) DO UPDATE SET day = excluded.day
                RETURNING store_code),
            marked AS (
                INSERT INTO stock_change (store_code, product_id)
                SELECT DISTINCT d.store_code, d.product_id
                FROM due JOIN product_day d ON d.store_code = due.code
                     AND d.day BETWEEN due.before - :days + 1 AND due.day - :days
                ORDER BY d.store_code, d.product_id
                ON CONFLICT (store_code, product_id) DO UPDATE SET product_id = excluded.product_id)
            SELECT count(*) FROM started
            """;

    private final Database database;
    private final Outbox outbox;
    private final Thread thread;

    private StockUpdates(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.thread = Thread.ofVirtual().name("stock updates").unstarted(this::run);
    }

    /** @param hasWarehouse false when no warehouse is connected, and nothing is sent */
    public static StockUpdates start(Database database, Outbox outbox, boolean hasWarehouse) {
        StockUpdates updates = new StockUpdates(database, outbox);
        if (hasWarehouse) {
            updates.thread.start();
        }
        return updates;
    }

    /** Marks all stocks, so that the warehouse gets the figures of each; store by store, to keep statements short. */
    public static void markAll(Transaction transaction) {
        transaction
                .query("SELECT code FROM store ORDER BY code LIMIT :limit")
                .bind("limit", STORES_LIMIT)
                .mapTo(String.class)
                .list()
                .forEach(store -> transaction.update("""
                                INSERT INTO stock_change (store_code, product_id)
                                SELECT store_code, product_id FROM stock WHERE store_code = :store ORDER BY product_id
                                ON CONFLICT DO NOTHING
                                """).bind("store", store).execute());
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                sendAll();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("stock updates have stopped");
        }
    }

    private void sendAll() {
        try {
            int started = STORES_PER_BATCH;
            while (started == STORES_PER_BATCH) {
                started = database.write(StockUpdates::startDays);
            }
            int sent = CHANGES_PER_BATCH;
            while (sent == CHANGES_PER_BATCH) {
                sent = database.write(this::send);
            }
        } catch (RuntimeException failure) {
            LOG.warn("stock updates for the warehouse failed and will be retried: {}", failure.toString());
        }
    }

    /**
     * When the day of a store begins, marks the products whose sales have left the counted days.
     *
     * @return the number of stores
     */
    private static int startDays(Transaction transaction) {
        return transaction
                .query(START_DAYS)
                .bind("limit", STORES_PER_BATCH)
                .bind("days", COUNTED_DAYS)
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Removes marks, then reads the figures in a second statement: it sees everything that was committed before the
     * marks were removed, and a transaction that commits later sets its mark again.
     *
     * @return the number of marks
     */
    private int send(Transaction transaction) {
        List<Shelf> changed = removeMarks(transaction);
        if (!changed.isEmpty()) {
            figures(transaction, changed)
                    .forEach(event ->
                            outbox.append(transaction, "logistics", Events.typeOf(event), Events.write(event)));
        }
        return changed.size();
    }

    record Shelf(String store, long product) {}

    private static List<Shelf> removeMarks(Transaction transaction) {
        return transaction
                .query("""
                        DELETE FROM stock_change WHERE (store_code, product_id) IN (
                            SELECT store_code, product_id FROM stock_change
                            ORDER BY store_code, product_id LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING store_code AS store, product_id AS product
                        """)
                .bind("limit", CHANGES_PER_BATCH)
                .map(ConstructorMapper.of(Shelf.class))
                .list();
    }

    /** Timed by the database's clock, so that the newest figures have the latest time whichever instance sends them. */
    private static List<StoreStockKnown> figures(Transaction transaction, List<Shelf> changed) {
        return transaction
                .query("""
                        SELECT c.store, c.product AS product_id, coalesce(k.quantity, 0) AS quantity,
                               sold.units AS sold_in_14_days, clock_timestamp() AS as_of
                        FROM jsonb_to_recordset(cast(:changed AS jsonb)) AS c (store text, product bigint)
                        JOIN store s ON s.code = c.store
                        LEFT JOIN stock k ON k.store_code = c.store AND k.product_id = c.product
                        CROSS JOIN LATERAL (
                            SELECT coalesce(sum(d.units), 0) AS units FROM product_day d
                            WHERE d.store_code = c.store AND d.product_id = c.product
                              AND d.day > (clock_timestamp() AT TIME ZONE s.time_zone)::date - :days) AS sold
                        ORDER BY c.store, c.product LIMIT :limit
                        """)
                .bind("changed", Json.text(changed))
                .bind("days", COUNTED_DAYS)
                .bind("limit", CHANGES_PER_BATCH)
                .map(ConstructorMapper.of(StoreStockKnown.class))
                .list();
    }

    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
