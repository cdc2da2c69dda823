/**
 * The load generator that load test, lab, chaos and benchmarks share, and {@code make load}.
 *
 * <p>Rules: an open model, in which arrivals come at their rate whether or not earlier requests were completed; a latency
 * begins when the request should have been sent; the content of a response is checked, not only its status.
 */
@NullMarked
package dev.comptoir.tools.load;

import org.jspecify.annotations.NullMarked;
