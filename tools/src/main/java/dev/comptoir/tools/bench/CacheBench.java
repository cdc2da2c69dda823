package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.load.Latencies;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads per second: a cached response beside an endpoint that always returns the same bytes for the same tokens, beside a
 * public file, and beside the same read without a cache; and how soon a change is visible at another instance.
 */
public final class CacheBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final Duration LENGTH = Duration.ofSeconds(6);

    /** For each session: a cached response waits for the database, so a few connections would not load the processor. */
    private static final int CONNECTIONS_EACH = 4;

    private static final int REGISTERS = 32;
    private static final int CHANGES = 1_000;
    private static final String READ = "/products?limit=50";
    private static final Pattern FILE = Pattern.compile("/store/assets/[0-9a-f]+/app\\.css");
    private static final Pattern QUANTITY = Pattern.compile("\"quantity\":(\\d+)");

    private CacheBench() {}

    public static void run() throws Exception {
        Path folder = Path.of("target", "bench-cache");
        Folders.delete(folder);
        Files.createDirectories(folder);
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore exact = BenchStore.start(postgres, folder.resolve("exact.log"), BenchStore.PORT, "exact");
                BenchStore other = BenchStore.start(postgres, folder.resolve("off.log"), BenchStore.PORT + 1, "off")) {
            List<ApiClient> sessions = Collections.nCopies(CONNECTIONS_EACH, exact.sessions(REGISTERS)).stream()
                    .flatMap(List::stream)
                    .toList();
            int bytes = sessions.getFirst().get(READ).orThrow().body().length;
            try (BenchStore constant =
                    BenchStore.startBytes(postgres, folder.resolve("bytes.log"), BenchStore.PORT + 2, bytes)) {
                rates(exact.port(), other.port(), constant.port(), sessions);
            }
        }
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore one = BenchStore.start(postgres, folder.resolve("one.log"), BenchStore.PORT, "exact");
                BenchStore two = BenchStore.start(postgres, folder.resolve("two.log"), BenchStore.PORT + 1, "exact")) {
            visibility(one, two.port());
            sales(one);
        }
    }

    private static void rates(int exact, int off, int constant, List<ApiClient> sessions) {
        ApiClient visitor = ApiClient.of("http://127.0.0.1:" + exact);
        String file = file(visitor);
        Response cached = sessions.getFirst().get(READ).orThrow();
        OUT.printf(
                "file %d bytes, response %d bytes, %d connections, %d rounds of %d s%n",
                visitor.get(file).orThrow().body().length,
                cached.body().length,
                sessions.size(),
                ROUNDS,
                LENGTH.toSeconds());
        Map<String, String> condition = Map.of("If-None-Match", cached.etag());
        List<ApiClient> files = sessions.stream()
                .map(session -> new ApiClient(session.transport(), "http://127.0.0.1:" + exact + "/", session.token()))
                .toList();
        Map<String, Rounds> variants = new LinkedHashMap<>();
        variants.put("file", new Rounds(exact, files, session -> session.get(file.substring(1))));
        variants.put("bytes", new Rounds(constant, sessions, session -> session.get("/bytes")));
        variants.put("cached", new Rounds(exact, sessions, session -> session.get(READ)));
        variants.put("cached, 304", new Rounds(exact, sessions, session -> session.send("GET", READ, condition, "")));
        variants.put("no cache", new Rounds(off, sessions, session -> session.get(READ)));
        run(variants);
    }

    private static String file(ApiClient visitor) {
        Matcher file = FILE.matcher(visitor.get("/store").orThrow().text());
        if (!file.find()) {
            throw new IllegalStateException("the page has no app.css");
        }
        return file.group();
    }

    private static void run(Map<String, Rounds> variants) {
        for (Rounds variant : variants.values()) {
            variant.run(LENGTH.multipliedBy(2));
        }
        Map<String, List<Rounds.Round>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (Map.Entry<String, Rounds> variant : variants.entrySet()) {
                rounds.computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                        .add(variant.getValue().run(LENGTH));
            }
        }
        double bytes =
                Rounds.Round.median(rounds.getOrDefault("bytes", List.of())).perSecond();
        rounds.forEach((name, all) -> OUT.printf(
                "%-11s %s, rounds %s, ratio to the bytes %.2f%n",
                name,
                Rounds.Round.median(all),
                rates(all),
                Rounds.Round.median(all).perSecond() / bytes));
    }

    private static List<String> rates(List<Rounds.Round> rounds) {
        return rounds.stream().map(one -> "%.0f".formatted(one.perSecond())).toList();
    }

    /** From the acknowledgement of a sale at one instance to the end of the read at the other that returns it. */
    private static void visibility(BenchStore one, int two) {
        ApiClient seller = one.sessions(1).getFirst();
        ApiClient reader = seller.at("http://127.0.0.1:" + two);
        Latencies latencies = new Latencies();
        for (int change = -CHANGES; change < CHANGES; change++) {
            long before = quantity(reader);
            seller.post("/sales", StoreSetup.sale(1_000, 1)).orThrow();
            long acknowledged = System.nanoTime();
            long after = quantity(reader);
            if (change >= 0) {
                latencies.add((System.nanoTime() - acknowledged) / 1e6);
            }
            if (after != before - 1) {
                throw new IllegalStateException("a stale response: " + before + ", then " + after);
            }
        }
        OUT.printf(
                "a sale is visible at another instance after p50 %.1f ms, p99 %.1f ms (%d sales, no stale read)%n",
                latencies.percentile(50), latencies.percentile(99), 2 * CHANGES);
    }

    /** The cost of a cache tag per sale, which changes one table with such a trigger. */
    private static void sales(BenchStore store) throws SQLException {
        Rounds load = Rounds.ofSales(store, REGISTERS, 2);
        load.run(LENGTH.multipliedBy(2));
        Map<String, List<Rounds.Round>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (String variant : round % 2 == 0 ? List.of("ENABLE", "DISABLE") : List.of("DISABLE", "ENABLE")) {
                store.execute("ALTER TABLE shelf " + variant + " TRIGGER count_change");
                store.vacuum();
                rounds.computeIfAbsent(variant, name -> new ArrayList<>()).add(load.run(LENGTH));
            }
        }
        rounds.forEach((variant, all) -> OUT.printf(
                "sales, trigger on shelves %sd: %s, rounds %s%n",
                variant.toLowerCase(Locale.ROOT), Rounds.Round.median(all), rates(all)));
    }

    private static long quantity(ApiClient reader) {
        Matcher quantity = QUANTITY.matcher(reader.get("/products/1").orThrow().text());
        if (!quantity.find()) {
            throw new IllegalStateException("the product has no quantity");
        }
        return Long.parseLong(quantity.group(1));
    }
}
