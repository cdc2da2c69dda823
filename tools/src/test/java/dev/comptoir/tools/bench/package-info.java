/**
 * Measurements, run by {@code make bench} and never as tests.
 *
 * <p>Rules: what is compared runs in the same run, interleaved; medians of five rounds; bounded in time.
 */
@NullMarked
package dev.comptoir.tools.bench;

import org.jspecify.annotations.NullMarked;
