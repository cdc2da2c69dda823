/**
 * The central stock.
 *
 * <p>Rules: it never falls below zero; every change has a movement in the same transaction; products are copies of
 * those of the head office, and an older version changes nothing.
 */
@NullMarked
package dev.comptoir.logistics.warehouse;

import org.jspecify.annotations.NullMarked;
