/**
 * Replenishment: a store requests goods, the warehouse ships or refuses, the store receives.
 *
 * <p>Rules: an order is decided once; a shipped order leaves the central stock once, in the transaction of the
 * decision; an event of a store is accepted only from the deployment that serves it.
 */
@NullMarked
package dev.comptoir.logistics.replenishment;

import org.jspecify.annotations.NullMarked;
