/**
 * Recomputes sums and counts from a service's rows, and lists every difference.
 *
 * <p>Rules: one run at a time, whatever the number of instances, on a connection outside the pool; it only reads the books; a
 * rule is a query that finds its violations, with a time limit of its own; a difference is counted until it is gone or a
 * manager has explained it.
 */
@NullMarked
package dev.comptoir.platform.reconciliation;

import org.jspecify.annotations.NullMarked;
