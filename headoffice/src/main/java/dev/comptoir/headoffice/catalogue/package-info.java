/**
 * The products of the chain.
 *
 * <p>Rules: a change names the version that it is based on; every change gets a version of its own and is replicated to
 * every store and the warehouse; the history of who changed what is kept.
 */
@NullMarked
package dev.comptoir.headoffice.catalogue;

import org.jspecify.annotations.NullMarked;
