/**
 * Refunds of sales.
 *
 * <p>Rules: no unit is refunded twice, also when registers compete; the refunds of a sale add up to it, to the cent; a clerk
 * needs an approval above a limit.
 */
@NullMarked
package dev.comptoir.store.refunds;

import org.jspecify.annotations.NullMarked;
