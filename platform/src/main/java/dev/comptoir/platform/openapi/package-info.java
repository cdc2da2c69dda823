/**
 * The OpenAPI document of a service, generated from the endpoints that serve it.
 */
@NullMarked
package dev.comptoir.platform.openapi;

import org.jspecify.annotations.NullMarked;
