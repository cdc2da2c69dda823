/** The running chain that tests of whole pages and boards share. */
@NullMarked
package dev.comptoir.app.testing;

import org.jspecify.annotations.NullMarked;
