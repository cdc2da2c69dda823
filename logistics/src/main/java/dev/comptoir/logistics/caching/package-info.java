/**
 * What kept answers of logistics are made from.
 *
 * <p>Rules: triggers change a topic's version in the transaction of each change of its tables, so that no writer can forget
 * it.
 */
@NullMarked
package dev.comptoir.logistics.caching;

import org.jspecify.annotations.NullMarked;
