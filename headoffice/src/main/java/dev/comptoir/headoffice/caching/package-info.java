/**
 * What kept answers of the head office are made from.
 *
 * <p>Rules: each writer of a topic's data changes its version in the same transaction: events by the count of those that
 * were applied, which their sender's row holds anyway, everything else by triggers, so that none can forget it.
 */
@NullMarked
package dev.comptoir.headoffice.caching;

import org.jspecify.annotations.NullMarked;
