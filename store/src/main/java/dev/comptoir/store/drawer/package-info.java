/**
 * The register's day: opened with a float, closed with a count, and in between every coin accounted for.
 *
 * <p>Rules: a register sells and refunds only on an open day, which the statement that writes decides; the X and the Z
 * report are one query; a closed day never changes, which the database refuses.
 */
@NullMarked
package dev.comptoir.store.drawer;

import org.jspecify.annotations.NullMarked;
