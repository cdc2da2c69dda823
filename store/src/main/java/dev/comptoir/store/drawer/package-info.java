/**
 * The register's day: opened with a float, closed with a count of the drawer.
 *
 * <p>Rules: a register sells and refunds only on an open day, which is checked by the statement that writes; X and Z reports
 * come from one query; a closed day never changes, which a trigger enforces.
 */
@NullMarked
package dev.comptoir.store.drawer;

import org.jspecify.annotations.NullMarked;
