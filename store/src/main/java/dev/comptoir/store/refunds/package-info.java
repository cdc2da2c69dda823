/**
 * Refunds of sales, and exchanges of their goods for others.
 *
 * <p>Rules: no unit is refunded twice, also when registers compete; the refunds of a sale add up to it, to the cent; a clerk
 * needs an approval above a limit; an exchange is a refund and a sale, or neither.
 */
@NullMarked
package dev.comptoir.store.refunds;

import org.jspecify.annotations.NullMarked;
