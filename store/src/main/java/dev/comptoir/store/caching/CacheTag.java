package dev.comptoir.store.caching;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.sql.Database;

/** The tags of the stores' data. */
public final class CacheTag {
    /** The products, and the stores that have places for them: the tables product and store. */
    public static final String CATALOGUE = "catalogue";

    /** What is put on shelves otherwise than by refunds: the tables stock_count and delivery, and new places. */
    public static final String DELIVERIES = "deliveries";

    /** A sale or a refund takes the next number of its register's book, whose row it has locked. */
    private static final String BOOKS = """
            SELECT 'book ' || store_code, sum(sale_sequence + refund_sequence)::bigint FROM register GROUP BY store_code
            """;

    private CacheTag() {}

    /** The sales and refunds of a store, and what they do to its shelves. */
    public static String book(String store) {
        return "book " + store;
    }

    public static TagVersions of(Database database) {
        return TagVersions.of(database, BOOKS);
    }
}
