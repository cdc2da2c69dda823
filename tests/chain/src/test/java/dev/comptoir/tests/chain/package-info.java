/**
 * Tests of the whole chain: three services on real databases, which speak to each other and to the tests over HTTP.
 */
@NullMarked
package dev.comptoir.tests.chain;

import org.jspecify.annotations.NullMarked;
