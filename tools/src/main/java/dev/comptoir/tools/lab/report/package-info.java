/**
 * The report in two languages, made from the data files only.
 *
 * <p>Rules: no figure is written by hand; a sentence about a run is chosen by the run's data.
 */
@NullMarked
package dev.comptoir.tools.lab.report;

import org.jspecify.annotations.NullMarked;
