/**
 * The end of a service: every part is closed, in order, whatever happens to the others.
 */
@NullMarked
package dev.comptoir.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
