/**
 * The rules of STYLE.md that no compiler checks, as tests. The fixtures break them on purpose.
 */
@NullMarked
package dev.comptoir.tests.rules;

import org.jspecify.annotations.NullMarked;
