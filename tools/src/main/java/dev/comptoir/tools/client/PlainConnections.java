package dev.comptoir.tools.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keep-alive connections on plain sockets from one address of the loopback to one server: they cost a fraction of the JDK's
 * client, which counts where the generator shares the processor with what it measures.
 */
public final class PlainConnections implements Transport, AutoCloseable {
    private final InetSocketAddress local;
    private final InetSocketAddress server;
    private final Deque<PlainConnection> idle = new ConcurrentLinkedDeque<>();

    private PlainConnections(InetSocketAddress local, InetSocketAddress server) {
        this.local = local;
        this.server = server;
    }

    /**
     * @param client 0 to 199; each has an address of its own, as different users have
     * @param port of the server on the loopback
     */
    public static PlainConnections of(int client, int port) {
        return new PlainConnections(
                new InetSocketAddress("127.0.1." + (1 + client), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public Response exchange(Request request) {
        try {
            PlainConnection connection = connection();
            try {
                Response response = connection.exchange(request);
                idle.push(connection);
                return response;
            } catch (IOException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        } catch (IOException failure) {
            return Response.none(failure);
        }
    }

    private PlainConnection connection() throws IOException {
        for (PlainConnection found = idle.poll(); found != null; found = idle.poll()) {
            if (found.isFresh()) {
                return found;
            }
            found.close();
        }
        return PlainConnection.open(local, server);
    }

    @Override
    public void close() {
        try {
            for (PlainConnection found = idle.poll(); found != null; found = idle.poll()) {
                found.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
