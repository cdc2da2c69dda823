/**
 * HTTP with one declaration per endpoint, for its route, its access rule and its documentation.
 */
@NullMarked
package dev.comptoir.platform.http;

import org.jspecify.annotations.NullMarked;
