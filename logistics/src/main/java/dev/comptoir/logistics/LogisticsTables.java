package dev.comptoir.logistics;

import dev.comptoir.platform.housekeeping.Retention;
import dev.comptoir.platform.housekeeping.Retention.Bounded;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import java.util.List;

/** The retention of the tables of logistics. */
public final class LogisticsTables {
    public static final List<Retention> RETENTIONS = List.of(
            new Bounded("store", "one row per store"),
            new Bounded("employee", "one row per employee who ever worked for the chain"),
            new Bounded("product", "one row per product that was ever sold"),
            new Bounded("introduction", "one row"),
            new Bounded("central_stock", "one row per product"),
            new Bounded("store_stock", "one row per store and product"),
            new Kept("restock_order", "the proof of what was requested, decided and received"),
            new Kept("movement", "the reconciliation recomputes the central stock from them"),
            new Deleted("activity", "a day after it happened", "happened_at < now() - interval '1 day'"));

    private LogisticsTables() {}
}
