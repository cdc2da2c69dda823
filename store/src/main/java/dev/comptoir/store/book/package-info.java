/**
 * The book of a store: its sales and refunds, to search and to check.
 *
 * <p>Rules: it only reads; callers see the book of their own store.
 */
@NullMarked
package dev.comptoir.store.book;

import org.jspecify.annotations.NullMarked;
