/**
 * The products of the chain.
 *
 * <p>Rules: a change names the version that it changes; every change has a version of its own, and every store and the
 * warehouse get it; who changed what is kept.
 */
@NullMarked
package dev.comptoir.headoffice.catalogue;

import org.jspecify.annotations.NullMarked;
