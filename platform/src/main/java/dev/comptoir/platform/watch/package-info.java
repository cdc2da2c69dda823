/**
 * The four golden signals of service instances over the last quarter of an hour, for people without a monitoring system.
 *
 * <p>Rules: what instances tell at {@code /metrics} is read, nothing else; memory is bounded; an instance that does not answer
 * is shown as such and never by older figures.
 */
@NullMarked
package dev.comptoir.platform.watch;

import org.jspecify.annotations.NullMarked;
