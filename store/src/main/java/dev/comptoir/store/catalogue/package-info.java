/**
 * The products as the stores sell them, replicated from the head office.
 *
 * <p>Rules: a change has a version, a lower one that comes later changes nothing; the price is the head office's.
 */
@NullMarked
package dev.comptoir.store.catalogue;

import org.jspecify.annotations.NullMarked;
