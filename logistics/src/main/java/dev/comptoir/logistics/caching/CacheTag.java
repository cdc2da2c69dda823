package dev.comptoir.logistics.caching;

/** The tags of the warehouse's data. */
public final class CacheTag {
    /** The tables product and central_stock. */
    public static final String GOODS = "goods";

    /** The tables restock_order and store. */
    public static final String ORDERS = "orders";

    private CacheTag() {}
}
