package dev.comptoir.tools.lab.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A keep-alive connection on a bare socket: the generator shares the machine with what it measures. */
final class Line implements AutoCloseable {
    private static final int TIMEOUT_MILLISECONDS = 10_000;

    /** Traefik lets go of idle connections after 60 s. */
    private static final long FRESH_NANOSECONDS = 30_000_000_000L;

    private final Socket socket;
    private final InputStream input;
    private long lastUsed = System.nanoTime();

    private Line(Socket socket, InputStream input) {
        this.socket = socket;
        this.input = input;
    }

    /** What came back; the body is whole. */
    record Reply(int status, byte[] body) {}

    /** @param client 0 to 199; each comes from an address of its own on the loopback, as different people would */
    static Line open(int client, int port) throws IOException {
        Socket socket = new Socket();
        SocketAddress from = new InetSocketAddress("127.0.1." + (1 + client), 0);
        socket.bind(from);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLISECONDS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLISECONDS);
        return new Line(socket, new BufferedInputStream(socket.getInputStream()));
    }

    boolean isFresh() {
        return System.nanoTime() - lastUsed < FRESH_NANOSECONDS;
    }

    Reply ask(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            chunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
        }
        Reply reply = new Reply(status, chunked ? chunks() : input.readNBytes(length));
        lastUsed = System.nanoTime();
        return reply;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.write(input.readNBytes(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = input.read(); character != '\n'; character = input.read()) {
            if (character < 0) {
                throw new IOException("the connection was closed");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }

    /** The request as it goes over the wire. */
    static byte[] request(String method, String path, String token, String headers, String body) {
        String length = body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n";
        return (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n"
                        + headers + length + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
