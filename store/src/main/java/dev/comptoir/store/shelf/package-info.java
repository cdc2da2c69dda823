/**
 * The stock of each store.
 *
 * <p>Rules: a quantity never falls below zero; rows are locked in the order of store and product, so that changes cannot
 * deadlock; crossing a threshold raises one event.
 */
@NullMarked
package dev.comptoir.store.shelf;

import org.jspecify.annotations.NullMarked;
