package dev.comptoir.headoffice.caching;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.sql.Database;

/** The parts of the head office's data that cached responses depend on. */
public final class CacheTag {
    /** What changes by events of the stores and of the warehouse: the books and the read models. */
    public static final String EVENTS = "events";

    /** The table product. */
    public static final String CATALOGUE = "catalogue";

    /** The table store. */
    public static final String STORES = "stores";

    /** The table employee. */
    public static final String STAFF = "staff";

    private static final String APPLIED = """
            SELECT 'events', coalesce(sum(applied), 0)::bigint FROM inbox_sender
            """;

    private CacheTag() {}

    public static TagVersions of(Database database) {
        return TagVersions.of(database, APPLIED);
    }
}
