/**
 * Restock orders of the stores, and the deliveries of the warehouse.
 *
 * <p>Rules: one open order per store and product; a shipment adds to the shelf once, when its event is applied.
 */
@NullMarked
package dev.comptoir.store.restocking;

import org.jspecify.annotations.NullMarked;
