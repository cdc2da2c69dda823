package dev.comptoir.logistics.warehouse;

import org.jspecify.annotations.Nullable;

/**
 * A product with its central stock.
 *
 * @param version the catalogue version of its last change
 * @param centralStock units, from 0
 */
record StockedProduct(
        long id, String sku, @Nullable String barcode, String name, String category, long version, long centralStock) {}
