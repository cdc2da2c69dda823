/**
 * Metrics and traces of a service.
 *
 * <p>Rules: one {@link dev.comptoir.platform.telemetry.Telemetry} per service, passed as a parameter and never global, so
 * that services in one process do not mix. Labels have few values: the template of a route, never a path; the type of a
 * problem, never its detail. Names follow OpenTelemetry and Prometheus; {@code docs/observability.md} lists them.
 */
@NullMarked
package dev.comptoir.platform.telemetry;

import org.jspecify.annotations.NullMarked;
