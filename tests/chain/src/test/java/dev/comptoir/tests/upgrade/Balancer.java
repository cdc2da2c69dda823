package dev.comptoir.tests.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The address of a service: it gives each connection to the next of the service's instances. */
final class Balancer implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile List<Integer> ports = List.of();

    private Balancer(ServerSocket server) {
        this.server = server;
    }

    static Balancer start() {
        try {
            Balancer balancer = new Balancer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(balancer::accept);
            return balancer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on connections go to these instances; earlier ones are cut. Without instances, none is accepted. */
    void sendTo(List<Instance> instances) {
        ports = instances.stream().map(Instance::port).toList();
        open.forEach(Balancer::end);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        List<Integer> targets = ports;
        if (targets.isEmpty()) {
            end(client);
            return;
        }
        try {
            Socket instance = new Socket(
                    InetAddress.getLoopbackAddress(),
                    targets.get(Math.floorMod(next.getAndIncrement(), targets.size())));
            open.addAll(List.of(client, instance));
            Thread.ofVirtual().start(() -> copy(client, instance));
            Thread.ofVirtual().start(() -> copy(instance, client));
        } catch (IOException unreachable) {
            end(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream bytes = from.getInputStream()) {
            bytes.transferTo(to.getOutputStream());
        } catch (IOException cut) {
            end(from);
        } finally {
            end(from);
            end(to);
            open.removeAll(Set.of(from, to));
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        open.forEach(Balancer::end);
    }
}
