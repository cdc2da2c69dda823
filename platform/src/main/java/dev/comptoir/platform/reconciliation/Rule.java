package dev.comptoir.platform.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A rule that must hold.
 *
 * @param name a sentence; it identifies the rule in the results of earlier runs
 * @param incremental what an incremental run reads for it
 * @param differences a query that finds violations: subject, expected, found, all texts
 */
public record Rule(String name, Reading incremental, String differences) {
    /** What a run reads. */
    public enum Reading {
        ALL("all"),
        /** Rows that are newer than the parameter {@code since}, of tables whose rows are only added. */
        NEW("new"),
        NONE("none");

        private final String word;

        Reading(String word) {
            this.word = word;
        }

        /** The value in JSON. */
        @JsonValue
        public String word() {
            return word;
        }
    }

    public Rule {
        if (incremental == Reading.NEW && !differences.contains(":since")) {
            throw new IllegalArgumentException("the rule does not read by the time of its rows: " + name);
        }
    }

    /** A rule over few rows: every run reads them all. */
    public Rule(String name, String differences) {
        this(name, Reading.ALL, differences);
    }

    /** A rule over books that only grow. Its query has the parameter {@code since}: minus infinity in a full run. */
    public static Rule ofNewRows(String name, String differences) {
        return new Rule(name, Reading.NEW, differences);
    }

    /** A rule over sums of whole books: only full runs check it. */
    public static Rule ofFullRuns(String name, String differences) {
        return new Rule(name, Reading.NONE, differences);
    }
}
