/**
 * The stores of the chain, their registers and profiles.
 *
 * <p>Rules: one deployment serves a store; every deployment and the warehouse have a copy of every store; a profile that has
 * begun never changes.
 */
@NullMarked
package dev.comptoir.headoffice.stores;

import org.jspecify.annotations.NullMarked;
