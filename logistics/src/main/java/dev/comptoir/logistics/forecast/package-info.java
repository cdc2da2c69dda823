/**
 * What the stores have and how quickly it sells, and what will therefore run out.
 *
 * <p>Rules: the figures are the head office's, with the moment they are of; a suggestion shows every number that it was
 * made of, and changes nothing by itself.
 */
@NullMarked
package dev.comptoir.logistics.forecast;

import org.jspecify.annotations.NullMarked;
