package dev.comptoir.tools.load;

import tools.jackson.databind.JsonNode;

/** What the content of a response must say. */
final class Checks {
    private Checks() {}

    /** Products are there, and no stock is below zero. */
    static boolean isStock(JsonNode page) {
        return !page.path("items").isEmpty()
                && page.path("items")
                        .valueStream()
                        .flatMap(product -> product.path("stores").valueStream())
                        .allMatch(shelf -> shelf.path("quantity").asLong(-1) >= 0);
    }

    /** The total is the sum of the stores, to the cent. */
    static boolean isReport(JsonNode report) {
        long sum = report.path("stores")
                .valueStream()
                .mapToLong(store -> store.path("totals").path("net").asLong())
                .sum();
        return !report.path("stores").isEmpty()
                && sum == report.path("total").path("net").asLong(-1);
    }

    /** A line of two units. */
    static boolean isCart(JsonNode cart) {
        JsonNode line = cart.path("lines").path(0);
        return 2 * line.path("unitPrice").asLong(-1) == line.path("amount").asLong();
    }

    /** Lines make the subtotal, with taxes and deposits the total, and the cash above it, rounded, is change. */
    static boolean isSale(JsonNode sale, long givenCents) {
        long lines = amounts(sale.path("lines"));
        long total = sale.path("total").asLong();
        return lines > 0
                && lines == sale.path("subtotal").asLong()
                && lines + amounts(sale.path("taxes")) + sale.path("deposits").asLong(0) == total
                && givenCents - total - sale.path("rounding").asLong(0)
                        == sale.path("change").asLong();
    }

    private static long amounts(JsonNode parts) {
        return parts.valueStream()
                .mapToLong(part -> part.path("amount").asLong())
                .sum();
    }
}
