/**
 * The questions: one class each, with its own cluster, its arms in turns and its rounds.
 */
@NullMarked
package dev.comptoir.lab.experiment;

import org.jspecify.annotations.NullMarked;
