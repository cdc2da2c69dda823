package dev.comptoir.store.caching;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.sql.Database;

/** The tags of the stores' data. */
public final class CacheTag {
    /** Products and stores: the tables product and store. */
    public static final String CATALOGUE = "catalogue";

    /** The table employee. */
    public static final String STAFF = "staff";

    /** Changes of shelves other than sales and refunds: the tables stock_count and delivery, and new places. */
    public static final String DELIVERIES = "deliveries";

    /** Units of sales that came back, at whatever store: the column sale_line.returned. */
    public static final String RETURNS = "returns";

    /** Each sale and each refund increments a sequence of its register. */
    private static final String BOOKS = """
            SELECT 'book ' || store_code, sum(sale_sequence + refund_sequence)::bigint FROM register GROUP BY store_code
            """;

    private CacheTag() {}

    /** The sales and refunds of a store, and their effect on its shelves. */
    public static String book(String store) {
        return "book " + store;
    }

    public static TagVersions of(Database database) {
        return TagVersions.of(database, BOOKS);
    }
}
