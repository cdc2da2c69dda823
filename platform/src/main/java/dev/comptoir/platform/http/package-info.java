/**
 * HTTP with one declaration per endpoint: the same declaration serves the route, guards it and documents it.
 */
@NullMarked
package dev.comptoir.platform.http;

import org.jspecify.annotations.NullMarked;
