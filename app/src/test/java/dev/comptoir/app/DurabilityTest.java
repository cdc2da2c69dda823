package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An acknowledged commit survives a crash, by the settings of the server. */
class DurabilityTest {
    @TempDir
    private static Path folder;

    private static PostgresServer postgres;

    @BeforeAll
    static void start() throws Exception {
        // The remains of a first start that was killed at the worst moments.
        Files.createDirectories(folder.resolve("postgres/base"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "18\n");
        Files.createDirectories(folder.resolve("postgres-binaries/PG-half/bin"));
        Files.createFile(folder.resolve("postgres-binaries/PG-half/bin/postgres"));
        postgres = PostgresServer.start(folder);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static Connection connect(String database, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), database, password);
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = connect("store", postgres.password("store"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void theServerWritesDurably(String setting) throws SQLException {
        assertThat(query("SHOW " + setting)).isEqualTo("on");
    }

    @Test
    void everyRoleNeedsItsOwnPassword() {
        assertThatThrownBy(() -> connect("store", "another").close()).isInstanceOf(SQLException.class);
        assertThatThrownBy(
                        () -> connect("store", postgres.password("logistics")).close())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void anIncompleteUnpackingIsDeleted() {
        assertThat(folder.resolve("postgres-binaries/PG-half/bin")).doesNotExist();
    }
}
