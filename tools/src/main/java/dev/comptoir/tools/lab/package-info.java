/**
 * The load lab: experiments on test clusters, and the report of their data.
 *
 * <p>Rules: measurements go to files, and the report reads only these files; an experiment ends what it started, even when it
 * is interrupted; time and load are bounded.
 */
@NullMarked
package dev.comptoir.tools.lab;

import org.jspecify.annotations.NullMarked;
