/**
 * The way to PostgreSQL: a bounded pool, migrations at start, and transactions in which a refusal rolls back.
 */
@NullMarked
package dev.comptoir.platform.sql;

import org.jspecify.annotations.NullMarked;
