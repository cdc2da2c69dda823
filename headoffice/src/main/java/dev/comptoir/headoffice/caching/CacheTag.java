package dev.comptoir.headoffice.caching;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.sql.Database;

/** The tags of the head office's data. */
public final class CacheTag {
    /** What the stores and the warehouse told: the books, and the read models that are kept in step with them. */
    public static final String EVENTS = "events";

    /** The table product. */
    public static final String CATALOGUE = "catalogue";

    /** The table store. */
    public static final String STORES = "stores";

    private static final String APPLIED = """
            SELECT 'events', coalesce(sum(applied), 0)::bigint FROM inbox_sender
            """;

    private CacheTag() {}

    public static TagVersions of(Database database) {
        return TagVersions.of(database, APPLIED);
    }
}
