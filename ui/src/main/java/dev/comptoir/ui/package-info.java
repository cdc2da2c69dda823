/**
 * What the browser pages of the three services share: the frame, the design, and the code that serves them.
 */
@NullMarked
package dev.comptoir.ui;

import org.jspecify.annotations.NullMarked;
