/**
 * The client of the three services' HTTP API that load test, lab, chaos and benchmarks share.
 *
 * <p>Rules: a client is immutable; a request that gets no response is a {@link Response}, too, since callers count it.
 */
@NullMarked
package dev.comptoir.tools.client;

import org.jspecify.annotations.NullMarked;
