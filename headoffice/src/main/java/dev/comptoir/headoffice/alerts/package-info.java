/**
 * Stock alerts: shelves that are out, low or over.
 *
 * <p>Rules: a store and product have at most one open alert; only a shelf that crosses a threshold opens or closes it.
 */
@NullMarked
package dev.comptoir.headoffice.alerts;

import org.jspecify.annotations.NullMarked;
