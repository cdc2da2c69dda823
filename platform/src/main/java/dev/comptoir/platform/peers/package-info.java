/**
 * The other services of the chain: one relay to each, over HTTP, with a token signed by this service's own key.
 *
 * <p>Rules: a peer is known by name and base address; its keys are read from that address; it may only deliver events.
 */
@NullMarked
package dev.comptoir.platform.peers;

import org.jspecify.annotations.NullMarked;
