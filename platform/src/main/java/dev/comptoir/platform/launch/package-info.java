/**
 * What the main class of every service does: read the environment, start, end in order when the process is told to.
 */
@NullMarked
package dev.comptoir.platform.launch;

import org.jspecify.annotations.NullMarked;
