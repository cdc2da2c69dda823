/**
 * What the books come to, by store, day, hour and product.
 *
 * <p>Rules: read models are kept in step with the books in the same transaction, so that a report costs the same whatever
 * the number of sales; a day is the store's business day.
 */
@NullMarked
package dev.comptoir.headoffice.reporting;

import org.jspecify.annotations.NullMarked;
