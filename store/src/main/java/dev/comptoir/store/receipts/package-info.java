/**
 * Receipts of sales: on the page, on paper, as PDF and by e-mail.
 *
 * <p>Rules: there is one template, so that all of them show the same lines; a receipt shows the store as it was on the day of the
 * sale; it is the original at the register of the sale until the next sale there, and a copy afterwards.
 */
@NullMarked
package dev.comptoir.store.receipts;

import org.jspecify.annotations.NullMarked;
