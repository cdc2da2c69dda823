package dev.comptoir.tools.chaos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A keep-alive connection on a bare socket: of what is timed with it, little is its own. */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLISECONDS = 15_000;

    private final Socket socket;
    private final InputStream input;
    private final byte[] request;

    private Wire(Socket socket, InputStream input, byte[] request) {
        this.socket = socket;
        this.input = input;
        this.request = request;
    }

    /**
     * @param path below the person's base
     * @param body JSON in ASCII; a read when it is empty
     */
    static Wire asking(Http person, String path, String body) {
        URI base = URI.create(person.base());
        try {
            Socket socket = new Socket(base.getHost(), base.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            String request = """
                    %s %s HTTP/1.1
                    Host: %s
                    Authorization: Bearer %s
                    Content-Type: application/json
                    Content-Length: %d

                    %s""".formatted(
                            body.isEmpty() ? "GET" : "POST",
                            base.getPath() + path,
                            base.getAuthority(),
                            person.token(),
                            body.length(),
                            body)
                    .replace("\n", "\r\n");
            return new Wire(
                    socket,
                    new BufferedInputStream(socket.getInputStream()),
                    request.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks and reads the whole answer, whose length the services always tell. */
    void ask() {
        try {
            socket.getOutputStream().write(request);
            String status = line();
            if (!status.contains(" 200 ")) {
                throw new IOException("answered " + status);
            }
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            input.skipNBytes(length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = input.read(); character != '\n'; character = input.read()) {
            if (character < 0) {
                throw new IOException("the service closed the connection");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
