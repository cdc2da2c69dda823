package dev.comptoir.tools.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 connection on a plain socket, as far as the services and Traefik use the protocol. */
final class PlainConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLISECONDS = 10_000;

    /** Traefik closes idle connections after 60 s. */
    private static final long FRESH_NANOSECONDS = 30_000_000_000L;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final Socket socket;
    private final InputStream input;

    /** Read without the lock that {@link java.io.BufferedInputStream} takes for each byte. */
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private int position;
    private int limit;
    private long lastUsed = System.nanoTime();

    private PlainConnection(Socket socket, InputStream input) {
        this.socket = socket;
        this.input = input;
    }

    static PlainConnection open(InetSocketAddress local, InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.bind(local);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLISECONDS);
        socket.connect(server, TIMEOUT_MILLISECONDS);
        return new PlainConnection(socket, socket.getInputStream());
    }

    boolean isFresh() {
        return System.nanoTime() - lastUsed < FRESH_NANOSECONDS;
    }

    Response exchange(Request request) throws IOException {
        socket.getOutputStream().write(bytes(request));
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean isChunked = false;
        String etag = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (isHeader(line, "Content-Length:")) {
                length = Integer.parseInt(value);
            } else if (isHeader(line, "ETag:")) {
                etag = value;
            } else if (isHeader(line, "Transfer-Encoding:")) {
                isChunked = value.equalsIgnoreCase("chunked");
            }
        }
        byte[] body = isChunked ? chunks() : content(length);
        lastUsed = System.nanoTime();
        return new Response(status, etag, body, null);
    }

    private static boolean isHeader(String line, String name) {
        return line.regionMatches(true, 0, name, 0, name.length());
    }

    private static byte[] bytes(Request request) {
        int slash = request.base().indexOf('/', "http://".length());
        String path = slash < 0 ? "" : request.base().substring(slash);
        StringBuilder text = new StringBuilder(512)
                .append(request.method())
                .append(' ')
                .append(path)
                .append(request.path())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        request.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        if (!request.body().isEmpty()) {
            int length = request.body().getBytes(StandardCharsets.UTF_8).length;
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        return text.append("\r\n").append(request.body()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.write(content(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] content(int length) throws IOException {
        byte[] bytes = new byte[length];
        int filled = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, 0, filled);
        position += filled;
        if (filled < length && input.readNBytes(bytes, filled, length - filled) < length - filled) {
            throw new IOException("the connection was closed");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = next(); character != '\n'; character = next()) {
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }

    private int next() throws IOException {
        if (position == limit) {
            position = 0;
            limit = input.read(buffer);
            if (limit < 0) {
                limit = 0;
                throw new IOException("the connection was closed");
            }
        }
        return buffer[position++] & 0xff;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
