/**
 * Tests of the whole chain: three services on real databases, over HTTP.
 */
@NullMarked
package dev.comptoir.tests.chain;

import org.jspecify.annotations.NullMarked;
