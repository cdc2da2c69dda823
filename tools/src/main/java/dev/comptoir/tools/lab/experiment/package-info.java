/**
 * The experiments: one class each, with its test clusters, variants and repetitions.
 */
@NullMarked
package dev.comptoir.tools.lab.experiment;

import org.jspecify.annotations.NullMarked;
