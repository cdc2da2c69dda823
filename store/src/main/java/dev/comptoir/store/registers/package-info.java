/**
 * The registers of the stores, and who works at them.
 *
 * <p>Rules: stores and employees are replicated from the head office, so that cashiers can log in without it; only the
 * token decides which register a request is for.
 */
@NullMarked
package dev.comptoir.store.registers;

import org.jspecify.annotations.NullMarked;
