/**
 * The employees of the chain.
 *
 * <p>Rules: they belong to the head office and are replicated; the last active manager stays one; a change of role or
 * password, or an end, makes earlier tokens worthless everywhere.
 */
@NullMarked
package dev.comptoir.headoffice.staff;

import org.jspecify.annotations.NullMarked;
