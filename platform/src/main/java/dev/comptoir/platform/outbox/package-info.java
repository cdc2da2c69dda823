/**
 * Events between services: written in the transaction of their cause, sent in batches, applied exactly once.
 *
 * <p>Rules: one relay per destination at a time, under a lock of the database; no event is deleted before it is
 * acknowledged; an event that its destination rejects becomes a dead letter with its error, and later events continue. In
 * the tables, {@code parked_at} marks a dead letter and {@code waiting} is the backlog.
 */
@NullMarked
package dev.comptoir.platform.outbox;

import org.jspecify.annotations.NullMarked;
