package dev.comptoir.headoffice.topics;

import dev.comptoir.platform.cache.Topics;
import dev.comptoir.platform.sql.Database;

/** The topics of the head office's data. */
public final class Topic {
    /** What the stores and the warehouse told: the books, and the read models that are kept in step with them. */
    public static final String EVENTS = "events";

    /** The table product. */
    public static final String CATALOGUE = "catalogue";

    /** The table store. */
    public static final String STORES = "stores";

    private static final String APPLIED = """
            SELECT 'events', coalesce(sum(applied), 0)::bigint FROM inbox_sender
            """;

    private Topic() {}

    public static Topics of(Database database) {
        return Topics.of(database, APPLIED);
    }
}
