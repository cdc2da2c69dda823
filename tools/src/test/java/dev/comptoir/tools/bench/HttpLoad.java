package dev.comptoir.tools.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * Asks as fast as the service answers: a closed loop with one keep-alive connection for each register. It speaks HTTP on
 * a bare socket, so that the generator takes little of the machine that it shares with what it measures.
 */
final class HttpLoad {
    private final int port;
    private final List<String> tokens;
    private final int expected;
    private final BiFunction<String, Random, byte[]> request;

    private HttpLoad(int port, List<String> tokens, int expected, BiFunction<String, Random, byte[]> request) {
        this.port = port;
        this.tokens = tokens;
        this.expected = expected;
        this.request = request;
    }

    static HttpLoad sales(int port, List<String> tokens) {
        return new HttpLoad(port, tokens, 201, HttpLoad::sale);
    }

    /**
     * The same read again and again.
     *
     * @param headers further ones, each ended by a line feed
     */
    static HttpLoad reads(int port, List<String> tokens, String path, String headers, int expected) {
        return new HttpLoad(port, tokens, expected, (token, random) ->
                """
                GET %s HTTP/1.1
                Host: 127.0.0.1
                Authorization: Bearer %s
                %s""".formatted(path, token, headers + '\n').replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** What a round came to. */
    record Round(double perSecond, double medianMilliseconds, double p99Milliseconds, long failures) {}

    Round run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(tokens.size())) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (String token : tokens) {
                running.add(threads.submit(() -> askUntil(end, token)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> one : running) {
                latencies.addAll(one.get());
            }
            return summary(latencies, time);
        }
    }

    private static Round summary(List<Long> latencies, Duration time) {
        long[] sorted = latencies.stream()
                .filter(nanoseconds -> nanoseconds >= 0)
                .mapToLong(Long::longValue)
                .toArray();
        Arrays.sort(sorted);
        return new Round(
                sorted.length / (time.toMillis() / 1e3),
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                latencies.size() - (long) sorted.length);
    }

    /** The latencies in nanoseconds; a failure counts as a negative one. */
    private List<Long> askUntil(long end, String token) throws IOException {
        List<Long> latencies = new ArrayList<>();
        Random random = new Random();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream input = new BufferedInputStream(socket.getInputStream());
            OutputStream output = socket.getOutputStream();
            while (System.nanoTime() < end) {
                byte[] next = request.apply(token, random);
                long begin = System.nanoTime();
                output.write(next);
                output.flush();
                int status = readAnswer(input);
                long taken = System.nanoTime() - begin;
                latencies.add(status == expected ? taken : -taken);
            }
        }
        return latencies;
    }

    private static byte[] sale(String token, Random random) {
        int half = BenchStore.PRODUCTS / 2;
        String body = """
                {"lines":[{"productId":%d,"quantity":1},{"productId":%d,"quantity":1}],\
                "payments":[{"tender":"cash","amount":1000}]}""".formatted(1 + random.nextInt(half), half + 1 + random.nextInt(half));
        return """
                POST /store/api/v1/sales HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer %s\r
                Idempotency-Key: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(token, UUID.randomUUID(), body.length(), body).getBytes(StandardCharsets.US_ASCII);
    }

    private static int readAnswer(InputStream input) throws IOException {
        int status = Integer.parseInt(readLine(input).substring(9, 12));
        int length = 0;
        boolean isChunked = false;
        for (String line = readLine(input); !line.isEmpty(); line = readLine(input)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            isChunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
        }
        if (isChunked) {
            readChunks(input);
        } else {
            skip(input, length);
        }
        return status;
    }

    private static void readChunks(InputStream input) throws IOException {
        for (int length = Integer.parseInt(readLine(input), 16);
                length > 0;
                length = Integer.parseInt(readLine(input), 16)) {
            skip(input, length);
            readLine(input);
        }
        readLine(input);
    }

    private static void skip(InputStream input, int length) throws IOException {
        if (input.readNBytes(length).length < length) {
            throw new IOException("the service closed the connection");
        }
    }

    private static String readLine(InputStream input) throws IOException {
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
}
