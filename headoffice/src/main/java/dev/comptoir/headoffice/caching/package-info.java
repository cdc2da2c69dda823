/**
 * The cache tags of the head office.
 *
 * <p>Rules: every change of a tag's data increments the tag's version in the same transaction: a count of applied
 * events for the books, triggers for the other tables, so that no code can forget it.
 */
@NullMarked
package dev.comptoir.headoffice.caching;

import org.jspecify.annotations.NullMarked;
