package dev.comptoir.logistics.caching;

/** The parts of the warehouse's data that cached responses depend on. */
public final class CacheTag {
    /** The tables product and central_stock. */
    public static final String GOODS = "goods";

    /** The tables restock_order and store. */
    public static final String ORDERS = "orders";

    /** What is replicated from the head office: the tables product, store and employee. */
    public static final String COPIES = "copies";

    private CacheTag() {}
}
