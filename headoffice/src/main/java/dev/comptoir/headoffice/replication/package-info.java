/**
 * Replication of products, staff and stores to the other services.
 *
 * <p>Rules: every service gets every change, whichever instance makes it; a new service first gets one snapshot of
 * everything.
 */
@NullMarked
package dev.comptoir.headoffice.replication;

import org.jspecify.annotations.NullMarked;
