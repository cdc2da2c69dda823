/**
 * Which products the stores will run out of, from their stock and their recent sales.
 *
 * <p>Rules: the figures are those of the head office, with their time; a suggestion shows its whole calculation and
 * changes nothing by itself.
 */
@NullMarked
package dev.comptoir.logistics.forecast;

import org.jspecify.annotations.NullMarked;
