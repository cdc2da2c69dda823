package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the warehouse what the stores have, at most once a second for each product and store however often it is sold. Any
 * number of instances share the work: what one has locked, another passes over. What nobody buys any more is told again as
 * its last sales grow old.
 */
public final class StockUpdates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StockUpdates.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 500;
    private static final int DAYS_AT_ONCE = 100;

    /** Business days of the store, today among them. */
    private static final int SOLD_DAYS = 14;

    private final Database database;
    private final Outbox outbox;
    private final Thread thread;

    private StockUpdates(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.thread = Thread.ofVirtual().name("stock news").unstarted(this::run);
    }

    /** @param wanted false when there is no warehouse to be told */
    public static StockUpdates start(Database database, Outbox outbox, boolean wanted) {
        StockUpdates news = new StockUpdates(database, outbox);
        if (wanted) {
            news.thread.start();
        }
        return news;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                tellAll();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("stock reports stopped");
        }
    }

    private void tellAll() {
        try {
            int aged = DAYS_AT_ONCE;
            while (aged == DAYS_AT_ONCE) {
                aged = database.write(StockUpdates::age);
            }
            int told = BATCH;
            while (told == BATCH) {
                told = database.write(this::tell);
            }
        } catch (RuntimeException failure) {
            LOG.warn("could not send the stock report to logistics, will retry: {}", failure.toString());
        }
    }

    /** When a store's day begins, what it sold fourteen days ago counts no more; how many stores' days began. */
    private static int age(Transaction transaction) {
        return transaction
                .sql()
                .createQuery("""
                        WITH today AS (SELECT code, (clock_timestamp() AT TIME ZONE time_zone)::date AS day FROM store),
                        due AS (
                            SELECT t.code, t.day, n.day AS before
                            FROM today t LEFT JOIN stock_news_day n ON n.store_code = t.code
                            WHERE n.day IS NULL OR n.day < t.day ORDER BY t.code LIMIT :stores),
                        begun AS (
                            INSERT INTO stock_news_day (store_code, day) SELECT code, day FROM due ORDER BY code
                            ON CONFLICT (store_code) DO UPDATE SET day = excluded.day
                            RETURNING store_code),
                        faded AS (
                            INSERT INTO stock_change (store_code, product_id)
                            SELECT DISTINCT d.store_code, d.product_id
                            FROM due JOIN product_day d ON d.store_code = due.code
                                 AND d.day BETWEEN due.before - :days + 1 AND due.day - :days
                            ORDER BY d.store_code, d.product_id
                            ON CONFLICT (store_code, product_id) DO UPDATE SET product_id = excluded.product_id)
                        SELECT count(*) FROM begun
                        """)
                .bind("stores", DAYS_AT_ONCE)
                .bind("days", SOLD_DAYS)
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Takes some of the changes, then reads what they led to in a statement of its own: it sees everything that was
     * committed before the changes were taken, and whoever commits later notes a change again.
     */
    private int tell(Transaction transaction) {
        List<Place> taken = take(transaction);
        if (!taken.isEmpty()) {
            known(transaction, taken)
                    .forEach(one -> outbox.append(transaction, "logistics", Events.typeOf(one), Events.write(one)));
        }
        return taken.size();
    }

    private record Place(String store, long product) {}

    private static List<Place> take(Transaction transaction) {
        return transaction
                .sql()
                .createQuery("""
                        DELETE FROM stock_change WHERE (store_code, product_id) IN (
                            SELECT store_code, product_id FROM stock_change
                            ORDER BY store_code, product_id LIMIT :batch FOR UPDATE SKIP LOCKED)
                        RETURNING store_code, product_id
                        """)
                .bind("batch", BATCH)
                .map((row, context) -> new Place(row.getString(1), row.getLong(2)))
                .list();
    }

    /** By the database's clock, so that a later state is the newer one whichever instance tells it. */
    private static List<StoreStockKnown> known(Transaction transaction, List<Place> taken) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT t.store_code, t.product_id, coalesce(k.quantity, 0) AS quantity, sold.units,
                               clock_timestamp() AS as_of
                        FROM unnest(:stores, :products) AS t (store_code, product_id)
                        JOIN store s ON s.code = t.store_code
                        LEFT JOIN stock k ON k.store_code = t.store_code AND k.product_id = t.product_id
                        CROSS JOIN LATERAL (
                            SELECT coalesce(sum(d.units), 0) AS units FROM product_day d
                            WHERE d.store_code = t.store_code AND d.product_id = t.product_id
                              AND d.day > (clock_timestamp() AT TIME ZONE s.time_zone)::date - :days) AS sold
                        ORDER BY t.store_code, t.product_id LIMIT :batch
                        """)
                .bindArray(
                        "stores", String.class, taken.stream().map(Place::store).toList())
                .bindArray(
                        "products",
                        Long.class,
                        taken.stream().map(Place::product).toList())
                .bind("days", SOLD_DAYS)
                .bind("batch", BATCH)
                .map((row, context) -> new StoreStockKnown(
                        row.getString("store_code"),
                        row.getLong("product_id"),
                        row.getLong("quantity"),
                        row.getLong("units"),
                        row.getTimestamp("as_of").toInstant()))
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
