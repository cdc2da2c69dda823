package dev.comptoir.platform.http;

/**
 * A class of requests with places and database connections of its own, so that no class can take those of another (Nygard,
 * Release It!, "Bulkheads").
 */
public enum Bulkhead {
    /** Sales and all other changes. */
    WRITES("writes"),

    /** Short reads of staff. */
    READS("reads"),

    /** Reads of anyone, without a token: what a login page shows. A flood of them takes nothing from the staff. */
    ANONYMOUS("anonymous"),

    /** Checks of passwords for anyone. */
    LOGINS("logins"),

    /** Work that nobody in front of a customer waits for: reports, exports, imports, long lists. */
    REPORTS("reports"),

    /** Documents that take the processor for long: PDF. */
    DOCUMENTS("documents"),

    /** E-mails, for which another server is waited for. */
    EMAILS("emails"),

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
