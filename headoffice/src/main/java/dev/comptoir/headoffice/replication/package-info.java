/**
 * Replication of products, staff and stores to the other services.
 *
 * <p>Rules: every service gets every change, whichever instance makes it; a new service first gets a snapshot of
 * everything; a change belongs to an epoch, and one of a higher epoch is newer whatever its version.
 */
@NullMarked
package dev.comptoir.headoffice.replication;

import org.jspecify.annotations.NullMarked;
