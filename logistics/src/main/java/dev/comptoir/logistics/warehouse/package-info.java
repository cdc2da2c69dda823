/**
 * What the warehouse holds.
 *
 * <p>Rules: the central stock never goes below zero; every change of it has a movement in the same transaction; products
 * are copies of the head office's, and a lower version changes nothing.
 */
@NullMarked
package dev.comptoir.logistics.warehouse;

import org.jspecify.annotations.NullMarked;
