/**
 * Who has access to logistics.
 *
 * <p>Rules: employees are managed at the head office; only warehouse clerks and managers have access; a change of role
 * or password, and deactivation, revoke the tokens that were issued before.
 */
@NullMarked
package dev.comptoir.logistics.staff;

import org.jspecify.annotations.NullMarked;
