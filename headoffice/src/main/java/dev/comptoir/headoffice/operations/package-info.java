/**
 * The golden signals of all service instances over the last 15 minutes, for an operator who has only a browser.
 *
 * <p>Rules: only managers see them; they come from the instances' {@code /metrics}, or from the Prometheus that
 * scrapes them; memory is bounded; an instance that does not respond is shown as down, never with older values.
 */
@NullMarked
package dev.comptoir.headoffice.operations;

import org.jspecify.annotations.NullMarked;
