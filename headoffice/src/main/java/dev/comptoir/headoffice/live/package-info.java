/**
 * What happens now, as a stream.
 *
 * <p>Rules: events are written in the transaction of their cause and read once it can be seen; a client that reconnects
 * goes on after the last one it saw.
 */
@NullMarked
package dev.comptoir.headoffice.live;

import org.jspecify.annotations.NullMarked;
