package dev.comptoir.tools.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.cluster.Pause;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lost server is restored to a second from its base backup and its archive. */
class ArchivedServerTest {
    @TempDir
    private Path folder;

    private static void sell(ArchivedServer server, String number) {
        server.execute("store", "INSERT INTO sale VALUES ('" + number + "')");
    }

    private static List<String> sales(ArchivedServer server) throws SQLException {
        try (Connection connection = server.connect("store");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM sale ORDER BY number")) {
            List<String> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getString(1));
            }
            return numbers;
        }
    }

    @Test
    void aLostServerHasWhatItHadAtTheChosenSecond() throws SQLException {
        PostgresPrograms programs = PostgresPrograms.find(Path.of(".."));
        try (ArchivedServer server = ArchivedServer.create(programs, folder, "store", "a password")) {
            server.execute("store", "CREATE TABLE sale (number text)");
            sell(server, "1 before the backup");
            server.backUp();
            sell(server, "2 after the backup");
            Pause.of(Duration.ofMillis(1_100));
            Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Pause.of(Duration.ofMillis(100));
            sell(server, "3 after the second");
            Pause.of(ArchivedServer.ARCHIVE_TIMEOUT.multipliedBy(2));
            assertThat(server.lastArchived()).isAfter(second);
            server.lose();
            server.restore(second);
            assertThat(sales(server)).containsExactly("1 before the backup", "2 after the backup");
            sell(server, "4 after the restore");
            assertThat(sales(server)).hasSize(3);
        }
    }
}
