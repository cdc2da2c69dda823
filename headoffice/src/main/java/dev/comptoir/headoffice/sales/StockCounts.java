package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.StockCountsListed;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The stock counts of the stores. One that is not in the list of its restored store is lost, and does not count. */
public final class StockCounts {
    private static final int LINES_LIMIT = 10_000;
    private static final int PRODUCTS_LIMIT = 100_000;

    private static final String RECORD = """
            WITH event AS (
                SELECT DISTINCT ON (store, "productId", "countedAt") *
                FROM jsonb_to_recordset(cast(:events AS jsonb)) AS event (
                    store text, "productId" bigint, counted int, correction int, "countedBy" text, "countedAt" timestamptz)),
            recorded AS (
                INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at, lost)
                SELECT store, "productId", counted, correction, "countedBy", "countedAt",
                       EXISTS (SELECT FROM stock_count_list l
                               WHERE l.store_code = store AND "countedAt" >= l.since AND "countedAt" < l.listed_at
                                 AND "countedAt" <> ALL (l.counted_at))
                FROM event
                WHERE NOT EXISTS (SELECT FROM stock_count WHERE store_code = store AND product_id = "productId"
                                                            AND counted_at = "countedAt")
                RETURNING *)
            SELECT store_code AS store, product_id, counted, correction, counted_by, counted_at FROM recorded
            WHERE NOT lost LIMIT :limit
            """;

    /** An older list than the last one changes nothing. */
    private static final String LIST = """
            WITH list AS (
                INSERT INTO stock_count_list AS known (store_code, since, listed_at, counted_at)
                VALUES (:store, :since, :listedAt, :countedAt)
                ON CONFLICT (store_code) DO UPDATE
                SET since = excluded.since, listed_at = excluded.listed_at, counted_at = excluded.counted_at
                WHERE known.listed_at < excluded.listed_at
                RETURNING *),
            changed AS (
                UPDATE stock_count c SET lost = NOT lost FROM list
                WHERE c.store_code = list.store_code AND c.counted_at >= list.since AND c.counted_at < list.listed_at
                  AND c.lost <> (c.counted_at <> ALL (list.counted_at))
                RETURNING c.store_code, c.product_id, CASE WHEN c.lost THEN -c.correction ELSE c.correction END AS units)
            SELECT store_code AS store, product_id, sum(units) AS units FROM changed
            GROUP BY store_code, product_id LIMIT :limit
            """;

    private StockCounts() {}

    /**
     * Stores stock counts; a count of the same product at the same moment is a repeat.
     *
     * @return those that were not stored before and are not lost
     */
    public static List<StockCounted> record(Transaction transaction, List<StockCounted> counts) {
        return counts.isEmpty()
                ? List.of()
                : transaction
                        .query(RECORD)
                        .bind("events", counts.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                        .bind("limit", LINES_LIMIT)
                        .map(ConstructorMapper.of(StockCounted.class))
                        .list();
    }

    /**
     * A restored store lists the counts that it has. The others of that time are lost; those that were lost and are in the list
     * come from a newer backup than that of the restore before.
     *
     * @return the units by which the stock changes
     */
    public static List<LostUnits> list(Transaction transaction, StockCountsListed listed) {
        return transaction
                .query(LIST)
                .bind("store", listed.store())
                .bind("since", listed.since())
                .bind("listedAt", listed.listedAt())
                .bindArray("countedAt", Instant.class, listed.countedAt())
                .bind("limit", PRODUCTS_LIMIT)
                .map(ConstructorMapper.of(LostUnits.class))
                .list();
    }
}
