/** Requests through a real Traefik with the settings of the test cluster, of Compose and of Kubernetes. */
@NullMarked
package dev.comptoir.tests.routing;

import org.jspecify.annotations.NullMarked;
