/**
 * Whether the warehouse's books agree with themselves.
 *
 * <p>Rules: everything is computed again from the movements and orders; one statement, so that one moment is seen; every
 * difference is listed, up to a limit that is told.
 */
@NullMarked
package dev.comptoir.logistics.reconciliation;

import org.jspecify.annotations.NullMarked;
