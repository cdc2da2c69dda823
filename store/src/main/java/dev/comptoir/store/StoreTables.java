package dev.comptoir.store;

import dev.comptoir.platform.housekeeping.Retention;
import dev.comptoir.platform.housekeeping.Retention.Bounded;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import dev.comptoir.store.checkout.ParkedCarts;
import java.util.List;

/** The retention of the tables of the store service. */
public final class StoreTables {
    /** Quebec asks for the books of at least six years. */
    private static final String BOOKS = "the law asks for them, and each register is reconciled from its first sale";

    private static final String RESERVATIONS = "refunds of sales of other deployments are reconciled with them";

    private static final String STOCK = "the reconciliation recomputes each shelf from them";

    public static final List<Retention> RETENTIONS = List.of(
            new Bounded("store", "one row per store"),
            new Bounded("register", "one row per register"),
            new Bounded("employee", "one row per employee who ever worked for the chain"),
            new Bounded("product", "one row per product that was ever sold"),
            new Bounded("introduction", "one row"),
            new Bounded("shelf", "one row per store and product"),
            new Bounded("cart_line", "the open carts"),
            new Kept("sale", BOOKS),
            new Kept("sale_line", BOOKS),
            new Kept("refund", BOOKS),
            new Kept("reservation", RESERVATIONS),
            new Kept("reserved_sale", RESERVATIONS),
            new Kept("register_day", BOOKS),
            new Kept("cash_movement", BOOKS),
            new Kept("approval", BOOKS),
            new Bounded("skipped_numbers", "three rows per register and restore of its store"),
            new Bounded("resend", "at most three rows per register"),
            new Kept("stock_count", STOCK),
            new Kept("delivery", STOCK),
            new Kept("restock_order", "the proof of what was requested and received"),
            new Deleted("parked_cart", "7 days after parking", ParkedCarts.EXPIRED),
            new Bounded("parked_cart_line", "the lines of the parked carts, deleted with them"),
            new Bounded("receipt_email_count", "one row per employee and register that sent a receipt"));

    private StoreTables() {}
}
