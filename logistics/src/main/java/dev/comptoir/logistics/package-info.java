/**
 * Logistics: the warehouse, and how it replenishes the stores.
 *
 * <p>Rules: products, stores and employees are copies of those of the head office and change only by its events; a
 * decision and its event are one transaction; no user waits for another service.
 */
@NullMarked
package dev.comptoir.logistics;

import org.jspecify.annotations.NullMarked;
