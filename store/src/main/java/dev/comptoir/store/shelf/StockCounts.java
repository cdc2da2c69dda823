package dev.comptoir.store.shelf;

import dev.comptoir.contract.Event.StockCountsListed;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The stock counts of this deployment. */
public final class StockCounts {
    /** Further back than any backup that a store is restored from. */
    private static final Duration LISTED = Duration.ofDays(30);

    private static final int STORES_LIMIT = 10_000;

    private static final String LISTS = """
            SELECT s.code, coalesce(array_agg(DISTINCT c.counted_at) FILTER (WHERE c.counted_at IS NOT NULL), '{}')
                       AS counted_at
            FROM store s LEFT JOIN stock_count c ON c.store_code = s.code AND c.counted_at >= :since
            WHERE s.deployment = :deployment GROUP BY s.code ORDER BY s.code LIMIT :limit
            """;

    private StockCounts() {}

    /**
     * The counts of each store. The transaction holds the locks of the registers, so that no count is under way.
     *
     * @param now after the locks were taken
     */
    public static List<StockCountsListed> lists(Transaction transaction, String deployment, Instant now) {
        Instant since = now.minus(LISTED);
        return transaction
                .query(LISTS)
                .bind("since", since)
                .bind("deployment", deployment)
                .bind("limit", STORES_LIMIT)
                .map(row -> new StockCountsListed(
                        row.getColumn("code", String.class),
                        since,
                        List.of(row.getColumn("counted_at", Instant[].class)),
                        now))
                .list();
    }
}
