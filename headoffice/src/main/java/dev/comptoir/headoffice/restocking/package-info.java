/**
 * The restock orders of all stores, as the stores and the warehouse told them.
 *
 * <p>Rules: an order may be heard of in any sequence; its state is the furthest that was heard.
 */
@NullMarked
package dev.comptoir.headoffice.restocking;

import org.jspecify.annotations.NullMarked;
