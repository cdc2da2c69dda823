/**
 * Events between services: written in the transaction of their cause, sent in batches, applied exactly once.
 *
 * <p>Rules: one relay a destination at a time, under a lock of the database; nothing is forgotten before it is
 * acknowledged; a poisonous event is parked with its error and the rest go on.
 */
@NullMarked
package dev.comptoir.platform.outbox;

import org.jspecify.annotations.NullMarked;
