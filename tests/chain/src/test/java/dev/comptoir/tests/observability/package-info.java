/** The files for Prometheus and Grafana, tried with the real programs. */
@NullMarked
package dev.comptoir.tests.observability;

import org.jspecify.annotations.NullMarked;
