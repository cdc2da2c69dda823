/**
 * PostgreSQL: a bounded pool, migrations at the start, read-only queries, and transactions that a refusal rolls back.
 */
@NullMarked
package dev.comptoir.platform.sql;

import org.jspecify.annotations.NullMarked;
