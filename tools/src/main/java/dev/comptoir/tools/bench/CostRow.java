package dev.comptoir.tools.bench;

import java.util.List;
import java.util.Locale;

/** The kinds of requests whose processor time has a budget. */
public enum CostRow {
    CACHED("cached response, 200", 500),
    NOT_MODIFIED("cached response, 304", 500),
    READ("read of one row", 500),
    SALE("sale, two lines", 0),
    CHANGE("product change, with its effect at a store and the warehouse", 100),
    TRAEFIK("cached response through Traefik", 300);

    private final String words;
    private final int rate;

    CostRow(String words, int rate) {
        this.words = words;
        this.rate = rate;
    }

    /** {@code not-modified}: its name on the command line and in files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String words() {
        return words;
    }

    /** Requests per second; 0 for a closed loop at all registers. */
    int rate() {
        return rate;
    }

    List<Budget> budgets() {
        return switch (this) {
            case CACHED -> List.of(Budget.of("service", 0.25, "store"));
            case NOT_MODIFIED -> List.of(Budget.of("service", 0.2, "store"));
            case READ -> List.of(Budget.of("service", 0.5, "headoffice"));
            case SALE ->
                List.of(
                        Budget.of("service", 0.6, "store"),
                        Budget.of("PostgreSQL", 0.3, "postgres store", "postgres other"));
            case CHANGE -> List.of(Budget.of("all processes", 3));
            case TRAEFIK -> List.of(Budget.of("Traefik", 1, "traefik"));
        };
    }
}
