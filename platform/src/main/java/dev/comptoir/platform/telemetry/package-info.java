/**
 * What a service tells those who run it: metrics, and the traces of what it does.
 *
 * <p>Rules: one {@link dev.comptoir.platform.telemetry.Telemetry} a service, passed around and never global, so that
 * several services in one process do not mix. Labels have few values: a route's template, never a path; a problem's
 * word, never its detail. What the database knows is asked when somebody looks, and absent when it does not answer.
 */
@NullMarked
package dev.comptoir.platform.telemetry;

import org.jspecify.annotations.NullMarked;
