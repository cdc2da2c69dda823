/**
 * The questions: one class each, with its own cluster, its arms in turns and its rounds.
 */
@NullMarked
package dev.comptoir.tools.lab.experiment;

import org.jspecify.annotations.NullMarked;
