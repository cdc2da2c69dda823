/**
 * Carts and sales.
 *
 * <p>Rules: a sale is one transaction and one key; its prices and taxes are fixed in it and never computed again; what is
 * sold was on the shelf.
 */
@NullMarked
package dev.comptoir.store.checkout;

import org.jspecify.annotations.NullMarked;
