/**
 * A cache in memory that is never stale.
 *
 * <p>Rules: every cache tag of a service's data has a version that grows in the transaction of each change; a cached value is
 * returned only if its tags still have, at a moment after the lookup, the versions from before it was computed; when the
 * versions cannot be read, a lookup fails.
 */
@NullMarked
package dev.comptoir.platform.cache;

import org.jspecify.annotations.NullMarked;
