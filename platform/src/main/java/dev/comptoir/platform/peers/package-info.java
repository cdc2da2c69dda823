/**
 * Connections with the other services of the chain: one relay to each, over HTTP, with a token signed by this service's key.
 *
 * <p>Rules: a peer has a name and a base address; its public keys are read from that address; it may only deliver events.
 */
@NullMarked
package dev.comptoir.platform.peers;

import org.jspecify.annotations.NullMarked;
