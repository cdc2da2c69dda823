/** Pages for tests: two owners whose scripts differ. */
@NullMarked
package dev.comptoir.ui.testpages.first;

import org.jspecify.annotations.NullMarked;
