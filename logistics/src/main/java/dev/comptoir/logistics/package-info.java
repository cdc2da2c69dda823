/**
 * The warehouse, and how it replenishes the stores.
 *
 * <p>Rules: products, stores and employees are copies of the head office's and change by its events only; a decision and
 * the event that tells of it are one transaction; no user waits for another service.
 */
@NullMarked
package dev.comptoir.logistics;

import org.jspecify.annotations.NullMarked;
