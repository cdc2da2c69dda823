package dev.comptoir.platform.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Connections whose other side has closed them, or has closed its half: it cannot be told apart whether such a client still
 * reads. No byte is consumed: at its end, a connection is ready to be read although no byte is available.
 */
final class EndedConnections {
    private EndedConnections() {}

    /** The closed ones among connections from which nobody reads meanwhile. */
    static Set<SocketChannel> among(Collection<SocketChannel> connections) throws IOException {
        Set<SocketChannel> ended = new HashSet<>();
        try (Selector selector = Selector.open()) {
            for (SocketChannel connection : connections) {
                if (!isRegistered(connection, selector)) {
                    ended.add(connection);
                }
            }
            selector.selectNow();
            for (SelectionKey ready : selector.selectedKeys()) {
                SocketChannel connection = (SocketChannel) ready.channel();
                if (!hasBytes(connection)) {
                    ended.add(connection);
                }
            }
        }
        return ended;
    }

    private static boolean isRegistered(SocketChannel connection, Selector selector) {
        try {
            connection.register(selector, SelectionKey.OP_READ);
            return true;
        } catch (ClosedChannelException closed) {
            return false;
        }
    }

    private static boolean hasBytes(SocketChannel connection) {
        try {
            return connection.socket().getInputStream().available() > 0;
        } catch (IOException broken) {
            return false;
        }
    }
}
