/**
 * Who may work in the warehouse.
 *
 * <p>Rules: employees belong to the head office; only warehouse clerks and managers get in; a change of role, password or
 * employment ends the tokens that were made before it.
 */
@NullMarked
package dev.comptoir.logistics.staff;

import org.jspecify.annotations.NullMarked;
