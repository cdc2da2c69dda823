/**
 * The restock orders of all stores, from the events of the stores and of the warehouse.
 *
 * <p>Rules: the events of one order may arrive in any sequence; its state is the furthest that any of them gives.
 */
@NullMarked
package dev.comptoir.headoffice.restocking;

import org.jspecify.annotations.NullMarked;
