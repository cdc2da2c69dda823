/**
 * Benchmarks, run by {@code make bench} and never as tests.
 *
 * <p>Rules: variants alternate within one run; results are medians of several rounds; the time is bounded.
 */
@NullMarked
package dev.comptoir.tools.bench;

import org.jspecify.annotations.NullMarked;
