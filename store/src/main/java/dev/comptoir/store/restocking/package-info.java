/**
 * What the stores ask of the warehouse, and what it delivers.
 *
 * <p>Rules: one open order per store and product; the shelf grows when the delivery's event is applied, once.
 */
@NullMarked
package dev.comptoir.store.restocking;

import org.jspecify.annotations.NullMarked;
