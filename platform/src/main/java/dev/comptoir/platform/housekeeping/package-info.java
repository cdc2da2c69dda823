/**
 * Forgets what nobody needs any more, little by little, so that tables do not grow for ever.
 *
 * <p>Rules: what is not delivered is never deleted; deletions are small, so that they never stand in a sale's way; instances
 * pass over what another one is deleting.
 */
@NullMarked
package dev.comptoir.platform.housekeeping;

import org.jspecify.annotations.NullMarked;
