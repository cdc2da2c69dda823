package dev.comptoir.platform.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The health probe for container engines that run a program: it checks whether the service in the same container is ready.
 * Every probe is a new process, so it uses a plain socket, for which the JVM loads few classes.
 */
final class HealthProbe {
    private static final int TIMEOUT_MILLISECONDS = 2_000;
    private static final int READY = 0;
    private static final int NOT_READY = 1;
    private static final byte[] REQUEST =
            "GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SUCCESS = "HTTP/1.1 200";

    private HealthProbe() {}

    /** @return the exit status: 0 when it is ready, 1 when it is not or does not respond within 2 s */
    static int run(String port) {
        try (Socket socket = new Socket()) {
            InetSocketAddress service = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            socket.connect(service, TIMEOUT_MILLISECONDS);
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            socket.getOutputStream().write(REQUEST);
            byte[] start = socket.getInputStream().readNBytes(SUCCESS.length());
            return new String(start, StandardCharsets.US_ASCII).equals(SUCCESS) ? READY : NOT_READY;
        } catch (IOException | IllegalArgumentException notReady) {
            return NOT_READY;
        }
    }
}
