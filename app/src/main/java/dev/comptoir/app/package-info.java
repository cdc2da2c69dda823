/**
 * The whole chain in one JVM, for a first look and for the tests of the whole system.
 *
 * <p>Rules: the services speak to each other over the loopback only, as they do anywhere; everything that is kept stands in
 * one folder, held by one run at a time; whatever stops a start is named with its cure.
 */
@NullMarked
package dev.comptoir.app;

import org.jspecify.annotations.NullMarked;
