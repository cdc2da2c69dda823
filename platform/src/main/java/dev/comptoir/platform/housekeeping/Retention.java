package dev.comptoir.platform.housekeeping;

/** How long the rows of one table are stored. Each table of a service has a retention, which docs/operations.md lists. */
public sealed interface Retention {

    String table();

    /** The rule in words, as the documentation has it. */
    String description();

    /**
     * Rows are deleted at an age.
     *
     * @param age in words: {@code 7 days after delivery}
     * @param condition in SQL, on an indexed column. It takes the time from {@code now()}: PostgreSQL uses no index for a
     *     comparison with {@code clock_timestamp()}, which is volatile
     */
    record Deleted(String table, String age, String condition) implements Retention {
        @Override
        public String description() {
            return "deleted " + age;
        }

        /**
         * Deletes rows that no other transaction is writing.
         *
         * @param limit in rows
         */
        public String deletion(int limit) {
            return """
                    DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                        SELECT ctid FROM %1$s WHERE %2$s LIMIT %3$d FOR UPDATE SKIP LOCKED))
                    """.formatted(table, condition, limit);
        }
    }

    /** Rows are added with time and never deleted. */
    record Kept(String table, String reason) implements Retention {
        @Override
        public String description() {
            return "kept: " + reason;
        }
    }

    /**
     * The number of rows does not grow with time.
     *
     * @param bound what the number of rows depends on
     */
    record Bounded(String table, String bound) implements Retention {
        @Override
        public String description() {
            return "bounded: " + bound;
        }
    }
}
