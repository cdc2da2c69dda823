/**
 * Recomputes sums and counts from a service's rows, and lists every difference.
 *
 * <p>Rules: it only reads; all rules see the same snapshot; a rule is a query that finds its violations.
 */
@NullMarked
package dev.comptoir.platform.reconciliation;

import org.jspecify.annotations.NullMarked;
