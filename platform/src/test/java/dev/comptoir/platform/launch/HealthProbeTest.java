package dev.comptoir.platform.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthProbeTest {
    @Test
    void aServiceIsReadyUntilItDrains() {
        DatabaseSettings settings = TestPostgres.newDatabase("health", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
        AtomicBoolean ready = new AtomicBoolean(true);
        try (Database database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
                Tokens tokens = Tokens.open(service, database, Clock.systemUTC());
                HttpServer server = HttpServer.of(service, "Things", "/thing", tokens)
                        .readyWhen(ready::get)
                        .start()) {
            String port = String.valueOf(server.port());
            assertThat(HealthProbe.run(port)).isZero();
            ready.set(false);
            assertThat(HealthProbe.run(port)).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatDoesNotRespondIsNotReady() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(HealthProbe.run(String.valueOf(silent.getLocalPort()))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "http", "", "-1", "70000"})
    void aClosedPortIsNotReady(String port) {
        assertThat(HealthProbe.run(port)).isEqualTo(1);
    }
}
