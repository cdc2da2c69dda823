/**
 * The cache tags of a store's data.
 *
 * <p>Rules: each write increments the version of its tag in the same transaction; sales and refunds do it by the numbers
 * that they take, everything else by triggers, so that no writer can omit it.
 */
@NullMarked
package dev.comptoir.store.caching;

import org.jspecify.annotations.NullMarked;
