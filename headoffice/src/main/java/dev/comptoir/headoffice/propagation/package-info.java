/**
 * How far the other services have applied the events of the head office, and whether the books add up.
 *
 * <p>Rules: the figures come from the outbox, and from what the other services report; every difference is listed.
 */
@NullMarked
package dev.comptoir.headoffice.propagation;

import org.jspecify.annotations.NullMarked;
