package dev.comptoir.tools.load;

import java.util.Locale;

/** What arrives. Each scenario arrives at the whole rate. */
enum Scenario {
    /** A cashier looks at the stock of several stores at once. */
    STOCK,
    /** A manager asks for the consolidated report of all stores. */
    REPORT,
    /** A manager changes a product's price for the whole chain. */
    UPDATE,
    /** A whole sale at a register of its own: search, cart, tender. */
    TILL,
    /** A shop's day in short: few at first, the rate at its busiest, few again; every fifth arrival is no sale. */
    DAY,
    /** Everybody buys one unit of the same product. */
    FLASH,
    /** Somebody at the door asks which stores there are: the cheapest read, for which nobody signs in. */
    DOOR;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it sells, and so needs registers of its own. */
    boolean sells() {
        return this == TILL || this == DAY || this == FLASH;
    }
}
