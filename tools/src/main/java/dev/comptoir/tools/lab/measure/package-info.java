/**
 * Measurements on a test cluster under load.
 *
 * <p>Rules: the load is an open model; nothing here depends on the experiment that uses it; a cluster is ended whatever happens.
 */
@NullMarked
package dev.comptoir.tools.lab.measure;

import org.jspecify.annotations.NullMarked;
