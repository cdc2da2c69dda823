/**
 * Who is told of products, staff and stores.
 *
 * <p>Rules: every service that was introduced is told every change, whichever instance makes it; a service is introduced
 * once, with everything that there is at that moment.
 */
@NullMarked
package dev.comptoir.headoffice.replication;

import org.jspecify.annotations.NullMarked;
