/** The whole chain in one JVM, for a first look and for the tests of the whole system. */
@NullMarked
package dev.comptoir.demo;

import org.jspecify.annotations.NullMarked;
