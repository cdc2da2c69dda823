/**
 * How stores get goods: they request, the warehouse ships or refuses, the store receives.
 *
 * <p>Rules: an order is in one state and is decided once; a shipped order leaves the warehouse once, in the transaction of
 * the decision; a store is heard only through the deployment that serves it.
 */
@NullMarked
package dev.comptoir.logistics.replenishment;

import org.jspecify.annotations.NullMarked;
