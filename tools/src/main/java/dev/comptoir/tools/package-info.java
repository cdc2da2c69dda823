/** The tools around the product, and {@code bin/comptoir}, the command that starts them. */
@NullMarked
package dev.comptoir.tools;

import org.jspecify.annotations.NullMarked;
