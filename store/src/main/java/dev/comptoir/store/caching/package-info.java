/**
 * What kept answers of a store are made from.
 *
 * <p>Rules: each writer of a topic's data changes its version in the same transaction: sales and refunds by the numbers
 * that they take anyway, everything else by triggers, so that none can forget it.
 */
@NullMarked
package dev.comptoir.store.caching;

import org.jspecify.annotations.NullMarked;
