/** Tests the files for Prometheus and Grafana, and the names of the metrics, with the real programs. */
@NullMarked
package dev.comptoir.tests.observability;

import org.jspecify.annotations.NullMarked;
