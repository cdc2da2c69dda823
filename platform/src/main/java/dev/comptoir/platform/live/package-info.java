/**
 * The live stream of a service's activities, as server-sent events.
 *
 * <p>Rules: an activity is written in the transaction of its cause; a client that continues after the last one it received
 * misses none. A service that uses it has a table {@code activity} (transaction xid8, id, kind, payload, happened_at).
 */
@NullMarked
package dev.comptoir.platform.live;

import org.jspecify.annotations.NullMarked;
