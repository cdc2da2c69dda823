/**
 * What stands on the shelves of each store.
 *
 * <p>Rules: a quantity never falls below zero; rows are locked in the order of store and product, so that no two changes
 * wait for each other in a circle; crossing a threshold raises one event.
 */
@NullMarked
package dev.comptoir.store.shelf;

import org.jspecify.annotations.NullMarked;
