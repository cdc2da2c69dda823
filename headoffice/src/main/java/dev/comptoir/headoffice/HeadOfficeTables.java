package dev.comptoir.headoffice;

import dev.comptoir.platform.housekeeping.Retention;
import dev.comptoir.platform.housekeeping.Retention.Bounded;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import java.util.List;

/** The retention of the tables of the head office. */
public final class HeadOfficeTables {
    /** Quebec asks for the books of at least six years. */
    private static final String BOOKS = "the law asks for them, and each register is reconciled from its first sale";

    private static final String STOCK = "the reconciliation recomputes the stock of each store from them";
    private static final String REPORTS = "the reports of earlier years";

    public static final List<Retention> RETENTIONS = List.of(
            new Bounded("store", "one row per store"),
            new Kept("store_change", "who changed a store, and its profiles"),
            new Bounded("employee", "one row per employee who ever worked for the chain"),
            new Bounded("tax_class", "at most 30 rows"),
            new Bounded("product", "one row per product that was ever sold"),
            new Kept("product_change", "the price history"),
            new Bounded("introduced_peer", "one row per peer"),
            new Bounded("replication_epoch", "one row"),
            new Kept("sale", BOOKS),
            new Kept("refund", BOOKS),
            new Kept("z_report", BOOKS),
            new Bounded("register_book", "three rows per register"),
            new Bounded("skipped_numbers", "three rows per register and restore of its store"),
            new Kept("stock_count", STOCK),
            new Bounded("stock_count_list", "one row per store that was restored"),
            new Kept("restock_order", STOCK),
            new Kept("store_day", REPORTS),
            new Kept("store_hour", REPORTS),
            new Kept("chain_hour", REPORTS),
            new Kept("day_part", REPORTS),
            new Bounded("unsummed_day", "empty after the first start of version 0.3"),
            new Kept("product_day", REPORTS),
            new Bounded("stock", "one row per store and product"),
            new Bounded("stock_change", "one row per store and product"),
            new Bounded("stock_news_day", "one row per store"),
            new Bounded("stock_crossing", "one row per store and product"),
            new Deleted("alert", "a year after closing", "closed_at < now() - interval '1 year'"),
            new Deleted("activity", "a day after it happened", "happened_at < now() - interval '1 day'"));

    private HeadOfficeTables() {}
}
