package dev.comptoir.tools.load;

import java.util.Locale;

/** What arrives. Each scenario arrives at the whole rate. */
enum Scenario {
    /** A clerk reads the stock of several stores at once. */
    STOCK,
    /** A manager reads the consolidated report of all stores. */
    REPORT,
    /** A manager changes a product's price for the whole chain. */
    UPDATE,
    /** A whole sale at a register of its own: search, cart, tender. */
    TILL,
    /** A store's day in short: the rate rises, stays at its peak and falls again; one arrival in five is no sale. */
    DAY,
    /** Everybody buys one unit of the same product. */
    FLASH,
    /** Reads the list of stores, which needs no login: the cheapest read. */
    DOOR;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the command line writes it. */
    @Override
    public String toString() {
        return word();
    }

    /** Whether it sells, and so needs registers of its own. */
    boolean sells() {
        return this == TILL || this == DAY || this == FLASH;
    }
}
