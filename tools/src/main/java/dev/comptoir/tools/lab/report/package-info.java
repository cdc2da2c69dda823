/**
 * The report, in two languages, from the data files only.
 *
 * <p>Rules: no figure is written by hand; whatever a sentence says about a run is chosen by the run's data.
 */
@NullMarked
package dev.comptoir.tools.lab.report;

import org.jspecify.annotations.NullMarked;
