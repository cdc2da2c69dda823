/**
 * What happens in a service, told to whoever listens, as server-sent events.
 *
 * <p>Rules: an activity is written in the transaction of its cause, and a listener that goes on after the last one it saw
 * misses none. A service that uses it has a table {@code activity} (transaction xid8, id, kind, payload, happened_at).
 */
@NullMarked
package dev.comptoir.platform.live;

import org.jspecify.annotations.NullMarked;
