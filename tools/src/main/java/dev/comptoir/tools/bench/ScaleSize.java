package dev.comptoir.tools.bench;

/**
 * How large a chain is. Its first three stores have the same sales in every size, so that answers about one store have the
 * same length.
 *
 * @param sold how many of the products are sold; the others are on the shelves of ten stores
 * @param firstSales of each of the first three stores, in the last 90 days
 * @param otherSales of each other store
 */
public record ScaleSize(String name, int stores, int products, int sold, int firstSales, int otherSales) {
    private static final int FIRST_STORES = 3;
    private static final int FIRST_SALES = 3_334;

    /** 10,000 sales. */
    public static final ScaleSize SMALL = new ScaleSize("small", FIRST_STORES, 1_000, 1_000, FIRST_SALES, 0);

    /** 1,000,000 sales. */
    public static final ScaleSize LARGE = new ScaleSize("large", 1_000, 100_000, 1_000, FIRST_SALES, 993);

    /** Enough for the planner to choose as it does with more: the plans of its statements are checked, nothing is timed. */
    public static final ScaleSize MEDIUM = new ScaleSize("medium", 100, 20_000, 1_000, FIRST_SALES, 500);

    int sales() {
        return FIRST_STORES * firstSales + (stores - FIRST_STORES) * otherSales;
    }

    /** A script with the numbers of this size. */
    String apply(String script, String now) {
        return script.replace(":products", Integer.toString(products))
                .replace(":stores", Integer.toString(stores))
                .replace(":sold", Integer.toString(sold))
                .replace(":first", Integer.toString(firstSales))
                .replace(":other", Integer.toString(otherSales))
                .replace(":now", "'" + now + "'");
    }

    /** Two different products that are sold. */
    long[] twoProducts(int number) {
        return new long[] {1_001 + number % sold, 1_001 + (number + 1 + number % 7) % sold};
    }

    @Override
    public String toString() {
        return "%,d sales, %,d stores, %,d products".formatted(sales(), stores, products);
    }
}
