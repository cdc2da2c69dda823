/**
 * How many sales and refunds there were and what they came to, told to those who run the service.
 *
 * <p>Rules: counted once the transaction is committed, and once for each key; an answer that is given again counts
 * nothing.
 */
@NullMarked
package dev.comptoir.store.metrics;

import org.jspecify.annotations.NullMarked;
