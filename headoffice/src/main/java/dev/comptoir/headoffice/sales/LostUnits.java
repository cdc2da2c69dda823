package dev.comptoir.headoffice.sales;

/**
 * Units that entries which their store has lost had taken from a shelf; below zero for units that they had added. Added to the
 * stock, they undo these entries, as the restore has done at the store.
 */
public record LostUnits(String store, long productId, long units) {}
