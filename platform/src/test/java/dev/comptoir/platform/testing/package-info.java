/**
 * One real PostgreSQL server for the tests of a whole build.
 *
 * <p>Rules: started by the first test that asks, stopped when the build's process ends; each test class has a database of
 * its own.
 */
@NullMarked
package dev.comptoir.platform.testing;

import org.jspecify.annotations.NullMarked;
