/**
 * The registers of the stores, and who works at them.
 *
 * <p>Rules: employees belong to the head office and are replicated here, so that a cashier can log in while it is away; a
 * token tells the store and the register, and nothing else decides which till a request is about.
 */
@NullMarked
package dev.comptoir.store.registers;

import org.jspecify.annotations.NullMarked;
