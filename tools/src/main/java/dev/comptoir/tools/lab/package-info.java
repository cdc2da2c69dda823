/**
 * The load lab: experiments on clusters of its own, and the report that is made from their data.
 *
 * <p>Rules: what was measured goes to files first, and the report is made from these only; an experiment ends what it
 * started, even when it is interrupted; everything has a bound.
 */
@NullMarked
package dev.comptoir.tools.lab;

import org.jspecify.annotations.NullMarked;
