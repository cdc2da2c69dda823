/**
 * Recomputes from a service's rows what must hold, and lists every difference.
 *
 * <p>Rules: it only reads; all rules look at the same moment; a rule is a statement that finds where it does not hold.
 */
@NullMarked
package dev.comptoir.platform.reconciliation;

import org.jspecify.annotations.NullMarked;
