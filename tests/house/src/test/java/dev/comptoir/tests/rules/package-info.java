/**
 * The rules of the house that no compiler knows, kept as a test. The fixtures break them on purpose.
 */
@NullMarked
package dev.comptoir.tests.rules;

import org.jspecify.annotations.NullMarked;
