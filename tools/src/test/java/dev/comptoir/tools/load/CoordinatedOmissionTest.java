package dev.comptoir.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.comptoir.tools.Comptoir;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrivals do not wait for responses, so the figures show a stall of the server. */
class CoordinatedOmissionTest {
    private static final int RATE = 40;
    private static final int LIMIT_SECONDS = 90;
    private static final long STALL_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] RESPONSE = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private record Done(double endedAt, double milliseconds, boolean ok) {}

    private record Run(int status, String output, List<Done> requests) {}

    @Test
    void aServerStalledForASecondDelaysEveryArrivalOfThatSecond() throws Exception {
        AtomicLong stallFrom = new AtomicLong(Long.MAX_VALUE);
        HttpServer server = server(stallFrom);
        try {
            Run run = run("--address=http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(run.requests()).hasSizeBetween(RATE * 6, RATE * 8 + 1);
            assertThat(run.requests()).allMatch(Done::ok);
            long slow = run.requests().stream()
                    .filter(one -> one.milliseconds() > 100)
                    .count();
            assertThat(slow).as("arrivals of the stalled second").isBetween(RATE * 7L / 10, RATE * 2L);
            assertThat(run.requests()).anyMatch(one -> one.milliseconds() > 900);
            assertThat(run.output()).contains("completed").contains("p99").contains("door");
            assertThat(folder.resolve("results/figures.json")).content().contains("\"door\"", "\"p999\"");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAddressWithoutServerIsReported() throws Exception {
        HttpServer server = server(new AtomicLong(Long.MAX_VALUE));
        int port = server.getAddress().getPort();
        server.stop(0);
        Run run = run("--address=http://127.0.0.1:" + port);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).contains("No response from http://127.0.0.1:" + port);
    }

    /** Responds at once, except for one second that begins three seconds after the first request. */
    private static HttpServer server(AtomicLong stallFrom) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/stores")) {
                stallFrom.compareAndSet(Long.MAX_VALUE, System.nanoTime() + 3 * STALL_NANOSECONDS);
            }
            long late = System.nanoTime() - stallFrom.get();
            if (late >= 0 && late < STALL_NANOSECONDS) {
                sleep(STALL_NANOSECONDS - late);
            }
            exchange.sendResponseHeaders(200, RESPONSE.length);
            exchange.getResponseBody().write(RESPONSE);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void sleep(long nanoseconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoseconds);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a process of its own, as {@code bin/comptoir load} starts it. */
    private Run run(String address) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Comptoir.class.getName(),
                        "load",
                        "--scenario=door",
                        "--rps=" + RATE,
                        "--duration=7",
                        "--warm-up=0",
                        "--results=" + folder.resolve("results"),
                        address)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output), requests());
    }

    private List<Done> requests() throws IOException {
        Path file = folder.resolve("results").resolve("requests.csv");
        List<Done> requests = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line :
                    Files.readAllLines(file).subList(1, Files.readAllLines(file).size())) {
                String[] cells = line.split(",", -1);
                requests.add(
                        new Done(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), cells[3].equals("ok")));
            }
        }
        return requests;
    }
}
