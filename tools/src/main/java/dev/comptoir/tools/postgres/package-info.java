/**
 * PostgreSQL servers with base backup, archive and point-in-time recovery, by PostgreSQL's own programs.
 *
 * <p>Rules: it ends only processes that it started; every wait has a limit.
 */
@NullMarked
package dev.comptoir.tools.postgres;

import org.jspecify.annotations.NullMarked;
