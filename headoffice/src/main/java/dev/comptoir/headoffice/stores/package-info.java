/**
 * The stores of the chain, their registers and taxes.
 *
 * <p>Rules: a store is served by one deployment; every deployment and the warehouse know every store.
 */
@NullMarked
package dev.comptoir.headoffice.stores;

import org.jspecify.annotations.NullMarked;
