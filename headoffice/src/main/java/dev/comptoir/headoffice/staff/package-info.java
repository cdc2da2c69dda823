/**
 * The employees of the chain.
 *
 * <p>Rules: employees are managed here and replicated to all services; the chain always has an active manager; a
 * change of role or password, and deactivation, revoke earlier tokens in every service.
 */
@NullMarked
package dev.comptoir.headoffice.staff;

import org.jspecify.annotations.NullMarked;
