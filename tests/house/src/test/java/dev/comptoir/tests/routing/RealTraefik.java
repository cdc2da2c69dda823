package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tools.cluster.TraefikProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real Traefik in front of echo instances: two of the store, one of the head office, none of logistics. */
final class RealTraefik implements AutoCloseable {
    private final Process process;
    private final TestHttp http;

    private RealTraefik(Process process, TestHttp http) {
        this.process = process;
        this.http = http;
    }

    /** @param port the port that the arguments name */
    static RealTraefik start(Path folder, int port, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(TraefikProgram.find(Path.of("../..")).toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("traefik.log").toFile())
                .start();
        return new RealTraefik(process, TestHttp.of("http://127.0.0.1:" + port));
    }

    void routes(Echo first, Echo second) {
        Awaitility.await().until(this::isUp);
        assertThat(http.get("/headoffice/any").body()).contains("headoffice-1");
        assertThat(http.get("/store/internal/v1/keys").status()).isEqualTo(404);
        assertThat(http.get("/elsewhere").status()).isEqualTo(404);
        assertThat(http.get("/logistics/any").status())
                .as("without an instance")
                .isEqualTo(503);
        Stream.of(first, second).forEach(one -> one.served.set(0));
        for (int request = 0; request < 20; request++) {
            first.breaks.set(1);
            assertThat(http.get("/store/any").status()).isEqualTo(200);
        }
        assertThat(first.served.get()).as("retried at another instance").isPositive();
        assertThat(first.served.get() + second.served.get()).isGreaterThan(20);
        Stream.of(first, second).forEach(one -> one.breaks.set(1));
        assertThat(http.send("POST", "/store/api/v1/sales", "{}").status())
                .as("a request that may not be sent twice")
                .isEqualTo(502);
    }

    private boolean isUp() {
        try {
            return http.get("/headoffice/any").status() == 200;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
