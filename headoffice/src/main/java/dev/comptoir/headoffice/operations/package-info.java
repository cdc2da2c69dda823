/**
 * How the services do, for an operator who has nothing but a browser.
 *
 * <p>Rules: only managers; figures come from the services' own metrics, or from the Prometheus that reads them.
 */
@NullMarked
package dev.comptoir.headoffice.operations;

import org.jspecify.annotations.NullMarked;
