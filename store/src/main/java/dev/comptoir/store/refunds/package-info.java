/**
 * Goods that come back.
 *
 * <p>Rules: no line comes back more often than it was sold, whoever asks and wherever; the refunds of a sale add up to it
 * to the cent.
 */
@NullMarked
package dev.comptoir.store.refunds;

import org.jspecify.annotations.NullMarked;
