/**
 * Deletes outdated rows, so that tables do not grow without bound.
 *
 * <p>Rules: an event that is not delivered is never deleted; deletions are small and do not block other writes; instances skip
 * rows that another one is deleting.
 */
@NullMarked
package dev.comptoir.platform.housekeeping;

import org.jspecify.annotations.NullMarked;
