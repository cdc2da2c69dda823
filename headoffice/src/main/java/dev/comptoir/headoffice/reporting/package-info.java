/**
 * Sums of the books, by store, day, hour and product.
 *
 * <p>Rules: read models change in the transaction of the books, so that the cost of a report does not depend on the
 * number of sales; a day is the business day of the store.
 */
@NullMarked
package dev.comptoir.headoffice.reporting;

import org.jspecify.annotations.NullMarked;
