package dev.comptoir.store.book;

import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stock counts and the receipts of goods, of which the head office ignores those that it has. */
final class StockMovements {
    private static final Logger LOG = LoggerFactory.getLogger(StockMovements.class);

    /** Further back than any backup that the head office is restored from. */
    private static final Duration SENT_AGAIN = Duration.ofDays(30);

    /** So many are written within the time limit of a statement. */
    private static final int LIMIT = 200_000;

    private static final String SEND_AGAIN = """
            WITH movement AS (
                SELECT 'StockCounted' AS type, counted_at AS moved_at, jsonb_build_object(
                    'store', store_code, 'productId', product_id, 'counted', counted, 'correction', correction,
                    'countedBy', counted_by, 'countedAt', {counted_at}) AS event
                FROM stock_count JOIN store ON code = store_code AND deployment = :deployment WHERE counted_at >= :since
                UNION ALL
                SELECT 'RestockReceived', received_at, jsonb_build_object(
                    'orderId', order_id, 'store', store_code, 'productId', product_id, 'quantity', quantity,
                    'receivedAt', {received_at})
                FROM delivery JOIN store ON code = store_code AND deployment = :deployment WHERE received_at >= :since),
            newest AS (SELECT * FROM movement ORDER BY moved_at DESC LIMIT :limit),
            sent AS (
                {append}
                SELECT 'headoffice', type, event FROM newest ORDER BY moved_at)
            SELECT count(*) FROM newest
            """;

    private StockMovements() {}

    /** Sends those of the last days again. */
    static void sendAgain(Transaction transaction, String deployment, Instant now) {
        int sent = transaction
                .query(Resends.filled(SEND_AGAIN))
                .bind("deployment", deployment)
                .bind("since", now.minus(SENT_AGAIN))
                .bind("limit", LIMIT)
                .mapTo(Integer.class)
                .one();
        if (sent == LIMIT) {
            LOG.warn("only the newest {} stock counts and receipts are sent again", LIMIT);
        }
    }
}
