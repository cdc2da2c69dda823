package dev.comptoir.tools.lab.measure;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy between Traefik and an instance that delays each request, or refuses it with 503 although the health check passes.
 * Toxiproxy can do the first of the two, but is a program in Go that a user with a JDK would have to install.
 */
public final class FaultProxy implements AutoCloseable {
    private static final byte[] REFUSAL =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int instance;
    private final Duration delay;
    private final boolean refuses;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private FaultProxy(int instance, Duration delay, boolean refuses) {
        this.instance = instance;
        this.delay = delay;
        this.refuses = refuses;
        try {
            listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** @param instance its port on the loopback */
    public static FaultProxy slow(int instance, Duration delay) {
        return new FaultProxy(instance, delay, false);
    }

    /** @param instance its port on the loopback */
    public static FaultProxy refusing(int instance) {
        return new FaultProxy(instance, Duration.ZERO, true);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                close();
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), instance)) {
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> copy(server, client));
            InputStream input = new BufferedInputStream(client.getInputStream());
            for (byte[] request = request(input); request.length > 0; request = request(input)) {
                if (refuses && !isHealthCheck(request)) {
                    client.getOutputStream().write(REFUSAL);
                } else {
                    Thread.sleep(delay);
                    server.getOutputStream().write(request);
                }
            }
        } catch (IOException gone) {
            open.remove(client);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isHealthCheck(byte[] request) {
        return new String(request, 0, Math.min(request.length, 40), StandardCharsets.US_ASCII).contains("/health/");
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException gone) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Head and body, whose length Traefik always declares; empty at the end. */
    private static byte[] request(InputStream input) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (int character = input.read(); character >= 0; character = input.read()) {
            whole.write(character);
            if (character != '\n') {
                line.append((char) character);
            } else if (line.toString().isBlank()) {
                whole.write(input.readNBytes(length));
                return whole.toByteArray();
            } else {
                if (line.toString().regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
                line.setLength(0);
            }
        }
        return new byte[0];
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket one = open.poll(); one != null; one = open.poll()) {
                one.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
