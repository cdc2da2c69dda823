/**
 * The start of every service: read the environment, start, and close when the process is stopped.
 */
@NullMarked
package dev.comptoir.platform.launch;

import org.jspecify.annotations.NullMarked;
