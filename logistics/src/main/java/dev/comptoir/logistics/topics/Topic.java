package dev.comptoir.logistics.topics;

/** The topics of the warehouse's data. */
public final class Topic {
    /** The tables product and central_stock. */
    public static final String GOODS = "goods";

    /** The tables restock_order and store. */
    public static final String ORDERS = "orders";

    private Topic() {}
}
