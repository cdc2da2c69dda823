/**
 * One real PostgreSQL server for the tests of a whole build.
 *
 * <p>Rules: started by the first test that needs it, stopped at the end of the build; each test class has a database of
 * its own.
 */
@NullMarked
package dev.comptoir.platform.testing;

import org.jspecify.annotations.NullMarked;
