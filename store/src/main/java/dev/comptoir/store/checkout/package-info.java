/**
 * Carts and sales.
 *
 * <p>Rules: a sale is one transaction with one key; its prices and taxes are fixed and never computed again; what is sold
 * was on the shelf.
 */
@NullMarked
package dev.comptoir.store.checkout;

import org.jspecify.annotations.NullMarked;
