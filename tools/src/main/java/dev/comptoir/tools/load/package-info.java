/**
 * Load for a running chain, over HTTP only and in an open model: arrivals come at a constant rate, whether or not earlier ones
 * were answered. What an answer says is checked, not only its status.
 */
@NullMarked
package dev.comptoir.tools.load;

import org.jspecify.annotations.NullMarked;
