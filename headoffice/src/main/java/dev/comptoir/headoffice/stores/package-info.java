/**
 * The stores of the chain, their registers and taxes.
 *
 * <p>Rules: one deployment serves a store; every deployment and the warehouse have a copy of every store.
 */
@NullMarked
package dev.comptoir.headoffice.stores;

import org.jspecify.annotations.NullMarked;
