package dev.comptoir.platform.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the service of the same container whether it is ready, for engines that run a program to know. It is asked every few
 * seconds, by a process of its own each time: hence a bare socket, for which the JVM loads next to nothing.
 */
final class HealthProbe {
    private static final int LIMIT_MILLISECONDS = 2_000;
    private static final int READY = 0;
    private static final int NOT_READY = 1;
    private static final byte[] QUESTION =
            "GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = "HTTP/1.1 200";

    private HealthProbe() {}

    /** @return the exit status: 0 when it is ready, 1 when it is not or does not answer within 2 s */
    static int answer(String port) {
        try (Socket socket = new Socket()) {
            InetSocketAddress service = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            socket.connect(service, LIMIT_MILLISECONDS);
            socket.setSoTimeout(LIMIT_MILLISECONDS);
            socket.getOutputStream().write(QUESTION);
            byte[] begin = socket.getInputStream().readNBytes(GOOD.length());
            return new String(begin, StandardCharsets.US_ASCII).equals(GOOD) ? READY : NOT_READY;
        } catch (IOException | IllegalArgumentException noAnswer) {
            return NOT_READY;
        }
    }
}
