/**
 * A cluster under load, and what it costs.
 *
 * <p>Rules: arrivals come at a constant rate whether or not earlier ones were answered; a request's time begins when it was
 * meant to be sent; answers are looked at, not only their status; nothing here knows which question is asked.
 */
@NullMarked
package dev.comptoir.tools.lab.bench;

import org.jspecify.annotations.NullMarked;
