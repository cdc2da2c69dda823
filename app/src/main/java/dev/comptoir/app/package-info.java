/**
 * The whole chain in one JVM: what {@code make run} starts, and what the tests of the whole system use.
 *
 * <p>Rules: the services communicate over the loopback, as they do over any network; all data is in one folder, which one run at
 * a time may use; an error that prevents the start says how to correct it.
 */
@NullMarked
package dev.comptoir.app;

import org.jspecify.annotations.NullMarked;
