/**
 * How far the other services are in step, and whether everything adds up.
 *
 * <p>Rules: numbers come from the outbox and from what the others said themselves; every difference is listed.
 */
@NullMarked
package dev.comptoir.headoffice.propagation;

import org.jspecify.annotations.NullMarked;
