package dev.comptoir.headoffice.catalogue;

/** Enough of a product to show it in a list; SKU and name are empty until the catalogue has it. */
public record NamedProduct(long productId, String sku, String name) {}
