package dev.comptoir.headoffice.catalogue;

import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;

/**
 * The ids and versions that products get. A database that was restored to an earlier moment has lost the numbers that it gave
 * after that moment; stores have sold products under them, so it must not give them again.
 */
public final class ProductNumbers {
    /** More numbers than are given between a restore and its discovery. */
    private static final long STEP = 1_000_000;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private ProductNumbers() {}

    /**
     * Continues the ids from the milliseconds since 2026, once the first products exist. Whatever ids were given before a
     * restore are lower: they began at an earlier start of this service, or at 1, and no chain adds a thousand products a
     * second ever since. To be called at each start.
     */
    public static void skipToClock(Database database, Clock clock) {
        database.write(transaction -> {
            Replication.holdChanges(transaction);
            transaction
                    .query("""
                            SELECT setval('product_id_seq', :least) FROM product_id_seq
                            WHERE last_value < :least AND EXISTS (SELECT FROM product)
                            """)
                    .bind("least", clock.millis() - FIRST.toEpochMilli())
                    .mapTo(Long.class)
                    .findOne();
            return null;
        });
    }

    /** Skips numbers that may have been given and lost; the transaction holds up changes. */
    public static void skip(Transaction transaction) {
        transaction.query("""
                        SELECT setval('product_id_seq', i.last_value + :step) AS id,
                               setval('catalogue_version', v.last_value + :step) AS version
                        FROM product_id_seq i, catalogue_version v
                        """).bind("step", STEP).mapToMap().one();
    }
}
