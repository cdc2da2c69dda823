package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the warehouse what the stores have, at most once a second for each product and store however often it is sold. Any
 * number of instances share the work: what one has locked, another passes over.
 */
public final class StockNews implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StockNews.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 500;

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;
    private final Thread thread;

    private StockNews(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("stock news").unstarted(this::run);
    }

    /** @param wanted false when there is no warehouse to be told */
    public static StockNews start(Database database, Outbox outbox, boolean wanted, Clock clock) {
        StockNews news = new StockNews(database, outbox, clock);
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
            LOG.debug("no more stock news");
        }
    }

    private void tellAll() {
        try {
            int told = BATCH;
            while (told == BATCH) {
                told = database.write(this::tell);
            }
        } catch (RuntimeException failure) {
            LOG.warn("the warehouse is told of stocks later: {}", failure.toString());
        }
    }

    private int tell(Transaction transaction) {
        Instant now = clock.instant();
        List<StoreStockKnown> news = transaction
                .sql()
                .createQuery("""
                        WITH taken AS (
                            DELETE FROM stock_change WHERE (store_code, product_id) IN (
                                SELECT store_code, product_id FROM stock_change
                                ORDER BY store_code, product_id LIMIT :batch FOR UPDATE SKIP LOCKED)
                            RETURNING store_code, product_id)
                        SELECT t.store_code, t.product_id, coalesce(s.quantity, 0) AS quantity,
                               (SELECT coalesce(sum(d.units), 0) FROM product_day d
                                WHERE d.store_code = t.store_code AND d.product_id = t.product_id
                                  AND d.day > current_date - 14) AS sold
                        FROM taken t LEFT JOIN stock s USING (store_code, product_id)
                        ORDER BY t.store_code, t.product_id LIMIT :batch
                        """)
                .bind("batch", BATCH)
                .map((row, context) -> new StoreStockKnown(
                        row.getString("store_code"),
                        row.getLong("product_id"),
                        row.getLong("quantity"),
                        row.getLong("sold"),
                        now))
                .list();
        news.forEach(one -> outbox.append(transaction, "logistics", Events.typeOf(one), Events.write(one)));
        return news.size();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
