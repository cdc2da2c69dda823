/**
 * The products as the stores sell them, replicated from the head office.
 *
 * <p>Rules: a change has a version, and one that arrives after a higher version is ignored; only the head office changes
 * prices.
 */
@NullMarked
package dev.comptoir.store.catalogue;

import org.jspecify.annotations.NullMarked;
