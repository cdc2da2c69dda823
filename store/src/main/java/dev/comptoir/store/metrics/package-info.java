/**
 * Metrics of sales and refunds.
 *
 * <p>Rules: an event is counted after its transaction is committed; a retry with the same key is not counted again; a
 * refusal is counted under its problem's word.
 */
@NullMarked
package dev.comptoir.store.metrics;

import org.jspecify.annotations.NullMarked;
