/**
 * The Z reports of all registers.
 *
 * <p>Rules: each is kept as its store told it and never changes; a number that is missing between two others is named, not
 * passed over.
 */
@NullMarked
package dev.comptoir.headoffice.zreports;

import org.jspecify.annotations.NullMarked;
