/**
 * Answers that are kept in memory and are never stale.
 *
 * <p>Rules: every topic of a service's data has a version that grows in the transaction of each change; a kept answer is
 * given only when its topics have, at a moment after the question, the versions that they had before it was made; when the
 * versions cannot be read, nothing is answered.
 */
@NullMarked
package dev.comptoir.platform.cache;

import org.jspecify.annotations.NullMarked;
