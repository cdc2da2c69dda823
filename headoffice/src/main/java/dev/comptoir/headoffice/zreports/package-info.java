/**
 * The Z reports of all registers.
 *
 * <p>Rules: a Z report is stored as its store recorded it and never changes; the numbers of a register have no gaps,
 * and a number that is missing is listed.
 */
@NullMarked
package dev.comptoir.headoffice.zreports;

import org.jspecify.annotations.NullMarked;
