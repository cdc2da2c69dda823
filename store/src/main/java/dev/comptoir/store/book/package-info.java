/**
 * The book of a store: what was sold and what came back, for cashiers to find and managers to check.
 *
 * <p>Rules: it only reads; a caller sees the book of the store at whose register they work.
 */
@NullMarked
package dev.comptoir.store.book;

import org.jspecify.annotations.NullMarked;
