package dev.comptoir.platform.http;

/**
 * A class of requests with places and database connections of its own, so that no class can take those of another (Nygard,
 * Release It!, "Bulkheads").
 */
public enum Bulkhead {
    /** Sales and all other changes. */
    WRITES("writes"),

    /** Short reads. */
    READS("reads"),

    /** Checks of passwords for anyone. */
    LOGINS("logins"),

    /** Work that nobody in front of a customer waits for: reports, exports, imports, long lists. */
    REPORTS("reports"),

    /** Events of other services. */
    DELIVERIES("deliveries"),

    /** Health probes: an overloaded instance must not count as dead. */
    PROBES("probes");

    private final String word;

    Bulkhead(String word) {
        this.word = word;
    }

    /** The label of metrics. */
    String word() {
        return word;
    }
}
