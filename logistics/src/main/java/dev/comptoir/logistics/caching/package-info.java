/**
 * The cache tags of logistics.
 *
 * <p>Rules: a trigger increments the version of a tag in the transaction of each change of its tables, so that no code
 * can forget it.
 */
@NullMarked
package dev.comptoir.logistics.caching;

import org.jspecify.annotations.NullMarked;
