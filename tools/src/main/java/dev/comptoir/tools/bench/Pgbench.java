package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.store.checkout.Offers;
import dev.comptoir.store.checkout.Sales;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The reference: PostgreSQL's own load generator with the statements of the service, prepared, over TCP. */
final class Pgbench {
    private static final String TAXES = """
            '[{"name": "GST", "perMillion": 50000, "amount": 30}, {"name": "QST", "perMillion": 99750, "amount": 60}]'""";

    private static final String PAYMENTS = """
            '[{"tender": "cash", "amount": 1000}]'""";

    private static final String EVENT = """
            '{"number": "", "store": "S1", "register": 1, "sequence": 0, "registerTotal": 0, "cashier": "alice",
            "soldAt": "2026-11-23T12- 00- 00Z", "businessDay": "2026-11-23", "lines": [
            {"productId": 1, "sku": "SKU-1", "name": "Produit 1", "quantity": 1, "unitPrice": 300, "amount": 300},
            {"productId": 26, "sku": "SKU-26", "name": "Produit 26", "quantity": 1, "unitPrice": 300, "amount": 300}],
            "subtotal": 600, "taxes": [{"name": "GST", "perMillion": 50000, "amount": 30},
            {"name": "QST", "perMillion": 99750, "amount": 60}], "total": 690,
            "payments": [{"tender": "cash", "amount": 1000}], "change": 310}'""";

    private final PostgresServer postgres;
    private final Path folder;

    Pgbench(PostgresServer postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    /** @param p99Milliseconds over both round trips of a sale */
    record Round(double salesPerSecond, double p99Milliseconds) {
        @Override
        public String toString() {
            return "%.0f sales/s, p99 %.1f ms".formatted(salesPerSecond, p99Milliseconds);
        }
    }

    Round run(int clients, int seconds) throws IOException, InterruptedException {
        Path script = folder.resolve("sale.sql");
        Files.writeString(script, script());
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.filter(Pgbench::isLog).toList()) {
                Files.delete(file);
            }
        }
        String command =
                "pgbench -n -M prepared -c %d -j 2 -T %d -l --log-prefix=%s -f %s -h 127.0.0.1 -p %d -U store store"
                        .formatted(clients, seconds, folder.resolve("pgbench"), script, postgres.port());
        ProcessBuilder builder = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", postgres.password("store"));
        Process pgbench = builder.start();
        String output = new String(pgbench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (pgbench.waitFor() != 0 || output.contains("aborted")) {
            throw new IOException("pgbench failed: " + output);
        }
        double rate = output.lines()
                .filter(line -> line.startsWith("tps"))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[2]))
                .findFirst()
                .orElseThrow();
        return new Round(rate, p99());
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().startsWith("pgbench.");
    }

    /** The third column of a log line is the transaction's time in microseconds (pgbench, "Per-Transaction Logging"). */
    private double p99() throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            double[] milliseconds = logs.filter(Pgbench::isLog)
                    .flatMap(Pgbench::lines)
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[2]) / 1e3)
                    .toArray();
            Arrays.sort(milliseconds);
            return milliseconds[(int) (milliseconds.length * 0.99)];
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One register per client and two products per sale, as over HTTP. */
    static String script() {
        int half = BenchStore.PRODUCTS / 2;
        return """
                \\set register 1 + :client_id
                \\set first random(1, %d)
                \\set second random(%d, %d)
                \\set random_key random(1, 1000000000000000)
                %s;
                %s;
                """.formatted(half, half + 1, BenchStore.PRODUCTS, oneLine(offer()), oneLine(sell()));
    }

    private static String offer() {
        return common(Offers.OFFER.replace(":prices", "NULL").replace(":limit", "1000"));
    }

    private static String sell() {
        return common(Sales.SELL_TOGETHER
                .replace(":epochs", "ARRAY[0, 0]")
                .replace(":versions", "ARRAY[:first, :second]")
                .replace(":prices", "ARRAY[300, 300]")
                .replace(":amounts", "ARRAY[300, 300]")
                .replace(":cartVersion", "0")
                .replace(":lines", "2")
                .replace(":cashier", "'alice'")
                .replace(":soldAtText", "clock_timestamp()")
                .replace(":soldAt", "clock_timestamp()")
                .replace(":businessDay", "clock_timestamp()")
                .replace(":subtotal", "600")
                .replace(":taxes", TAXES)
                .replace(":total", "690")
                .replace(":payments", PAYMENTS)
                .replace(":change", "310")
                .replace(":fingerprint", "sha256('a sale')")
                .replace(":event", EVENT)
                .replace(":trace", "NULL"));
    }

    private static String common(String statement) {
        return statement
                .replace(":store", "'S1'")
                .replace(":limit", "1000")
                .replace(":products", "ARRAY[:first, :second]")
                .replace(":quantities", "ARRAY[1, 1]")
                .replace(":fromCart", "false")
                .replace(":key", "cast(:client_id AS text) || '-' || cast(:random_key AS text)");
    }

    private static String oneLine(String statement) {
        return statement.replaceAll("\\s+", " ").strip();
    }
}
