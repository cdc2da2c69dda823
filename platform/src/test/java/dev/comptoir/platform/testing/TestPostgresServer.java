package dev.comptoir.platform.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Runs the test server beside a build, and ends with it. Tests need speed, not durability: fsync is off. So is autovacuum: with
 * hundreds of databases it would be at work all the time.
 */
final class TestPostgresServer {
    private TestPostgresServer() {}

    public static void main(String[] arguments) throws IOException {
        long build = Long.parseLong(arguments[0]);
        Path address = TestPostgres.addressFile(build);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "800")
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("autovacuum", "off")
                .start()) {
            Path written = Files.writeString(
                    address.resolveSibling(address.getFileName() + ".new"),
                    postgres.getJdbcUrl("postgres", "postgres"));
            Files.move(written, address, StandardCopyOption.ATOMIC_MOVE);
            ProcessHandle.of(build).ifPresent(parent -> parent.onExit().join());
        }
        Files.deleteIfExists(address);
        Files.deleteIfExists(address.resolveSibling("comptoir-test-postgres-" + build + ".lock"));
        Files.deleteIfExists(address.resolveSibling("comptoir-test-postgres-" + build + ".log"));
    }
}
