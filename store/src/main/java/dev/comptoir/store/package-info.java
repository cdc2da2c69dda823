/**
 * The store service: sales, refunds, stock and registers of one or many stores.
 *
 * <p>Rules: it works without the other services; it receives their changes as events, and reports its own in events.
 */
@NullMarked
package dev.comptoir.store;

import org.jspecify.annotations.NullMarked;
