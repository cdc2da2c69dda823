package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The peer: PostgreSQL's own load generator with its own transaction {@code simple-update} (an update, a select and an
 * insert), prepared, over TCP, in a database of its own on the same server.
 */
final class Pgbench {
    /** 1,000,000 accounts. */
    private static final int SCALE = 10;

    private static final String DATABASE = "pgbench";
    private static final String USER = "postgres";
    private static final int THREADS = 2;

    private final PostgresServer postgres;
    private final Path folder;

    private Pgbench(PostgresServer postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    /** Makes the database. */
    static Pgbench prepare(PostgresServer postgres, Path folder) throws Exception {
        Pgbench pgbench = new Pgbench(postgres, folder);
        pgbench.execute(USER, "CREATE DATABASE " + DATABASE);
        pgbench.run(List.of("-i", "-q", "-s", Integer.toString(SCALE)));
        return pgbench;
    }

    Rounds.Round run(int clients, int seconds) throws IOException, InterruptedException {
        deleteLogs();
        String output = run(List.of(
                "-n",
                "-N",
                "--protocol=prepared",
                "-c",
                Integer.toString(clients),
                "-j",
                Integer.toString(Math.min(clients, THREADS)),
                "-T",
                Integer.toString(seconds),
                "-l",
                "--log-prefix=" + folder.resolve(DATABASE)));
        return round(output, milliseconds());
    }

    /** @param output of pgbench, which does not count the time to connect */
    static Rounds.Round round(String output, double[] milliseconds) {
        double rate = output.lines()
                .filter(line -> line.startsWith("tps"))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[2]))
                .findFirst()
                .orElseThrow();
        Arrays.sort(milliseconds);
        return new Rounds.Round(
                rate, milliseconds[milliseconds.length / 2], milliseconds[(int) (milliseconds.length * 0.99)], 0);
    }

    /** Vacuums and writes a checkpoint, so that no variant pays for the dead rows of another. */
    void settle() throws SQLException {
        execute(DATABASE, "VACUUM ANALYZE");
        execute("store", "VACUUM ANALYZE");
        execute(DATABASE, "CHECKPOINT");
    }

    private void execute(String database, String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(database), USER, postgres.password(USER));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private String run(List<String> options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("pgbench").redirectErrorStream(true);
        builder.command().addAll(options);
        builder.command()
                .addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(postgres.port()), "-U", USER, DATABASE));
        builder.environment().put("PGPASSWORD", postgres.password(USER));
        Process pgbench = builder.start();
        String output = new String(pgbench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (pgbench.waitFor() != 0 || output.contains("aborted")) {
            throw new IOException("pgbench failed: " + output);
        }
        return output;
    }

    private void deleteLogs() throws IOException {
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.filter(Pgbench::isLog).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().startsWith(DATABASE + ".");
    }

    /** The third column of a log line is the transaction's time in microseconds (pgbench, "Per-Transaction Logging"). */
    private double[] milliseconds() throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.filter(Pgbench::isLog)
                    .flatMap(Pgbench::lines)
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[2]) / 1e3)
                    .toArray();
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
