/**
 * Shelves that are out, low or over.
 *
 * <p>Rules: one open alert per store and product; a crossing opens or closes it, nothing else does.
 */
@NullMarked
package dev.comptoir.headoffice.alerts;

import org.jspecify.annotations.NullMarked;
