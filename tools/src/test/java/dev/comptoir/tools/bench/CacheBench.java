package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.platform.testing.TestHttp;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads per second: a kept answer beside an endpoint that always answers the same bytes to the same tokens, beside a file
 * that anybody may have, and beside the same read where nothing is kept; and how soon a change is seen at another instance.
 */
public final class CacheBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final Duration LENGTH = Duration.ofSeconds(6);

    /** For each of the registers' sessions: a kept answer waits for the database, so a few would not fill the processor. */
    private static final int CONNECTIONS_EACH = 4;

    private static final int CHANGES = 1_000;
    private static final String READ = "/store/api/v1/products?limit=50";
    private static final Pattern FILE = Pattern.compile("/store/assets/[0-9a-f]+/app\\.css");
    private static final Pattern QUANTITY = Pattern.compile("\"quantity\":(\\d+)");

    private CacheBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of("target", "bench-cache");
        SalesBench.empty(folder);
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore exact = BenchStore.start(postgres, folder.resolve("exact.log"), BenchStore.PORT, "exact");
                BenchStore other = BenchStore.start(postgres, folder.resolve("off.log"), BenchStore.PORT + 1, "off")) {
            List<String> tokens = Collections.nCopies(CONNECTIONS_EACH, exact.tokens()).stream()
                    .flatMap(List::stream)
                    .toList();
            int bytes = at(exact.port()).as(tokens.getFirst()).get(READ).body().length();
            try (BenchStore constant =
                    BenchStore.startBytes(postgres, folder.resolve("bytes.log"), BenchStore.PORT + 2, bytes)) {
                rates(exact.port(), other.port(), constant.port(), tokens);
            }
        }
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore one = BenchStore.start(postgres, folder.resolve("one.log"), BenchStore.PORT, "exact");
                BenchStore two = BenchStore.start(postgres, folder.resolve("two.log"), BenchStore.PORT + 1, "exact")) {
            visibility(one, two.port());
            sales(one);
        }
    }

    private static TestHttp at(int port) {
        return TestHttp.of("http://127.0.0.1:" + port);
    }

    private static void rates(int exact, int off, int constant, List<String> tokens) throws Exception {
        Matcher file = FILE.matcher(at(exact).get("/store").body());
        if (!file.find()) {
            throw new IllegalStateException("the page names no app.css");
        }
        TestHttp.Reply kept = at(exact).as(tokens.getFirst()).get(READ);
        OUT.printf(
                "file %d bytes, answer %d bytes, %d connections, %d rounds of %d s%n",
                at(exact).get(file.group()).body().length(),
                kept.body().length(),
                tokens.size(),
                ROUNDS,
                LENGTH.toSeconds());
        Map<String, HttpLoad> arms = new LinkedHashMap<>();
        arms.put("file", HttpLoad.reads(exact, tokens, file.group(), "", 200));
        arms.put("bytes", HttpLoad.reads(constant, tokens, "/store/api/v1/bytes", "", 200));
        arms.put("kept", HttpLoad.reads(exact, tokens, READ, "", 200));
        arms.put("kept, 304", HttpLoad.reads(exact, tokens, READ, "If-None-Match: " + kept.header("ETag") + "\n", 304));
        arms.put("not kept", HttpLoad.reads(off, tokens, READ, "", 200));
        run(arms);
    }

    private static void run(Map<String, HttpLoad> arms) throws Exception {
        for (HttpLoad arm : arms.values()) {
            arm.run(LENGTH.multipliedBy(2));
        }
        Map<String, List<HttpLoad.Round>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (Map.Entry<String, HttpLoad> arm : arms.entrySet()) {
                rounds.computeIfAbsent(arm.getKey(), name -> new ArrayList<>())
                        .add(arm.getValue().run(LENGTH));
            }
        }
        double bytes = SalesBench.median(rounds.getOrDefault("bytes", List.of()), HttpLoad.Round::perSecond);
        rounds.forEach((name, all) -> OUT.printf(
                "%-9s %6.0f/s (%s), p50 %.1f ms, p99 %.1f ms, failures %d, ratio to the bytes %.2f%n",
                name,
                SalesBench.median(all, HttpLoad.Round::perSecond),
                String.join(
                        " ",
                        all.stream()
                                .map(one -> "%.0f".formatted(one.perSecond()))
                                .toList()),
                SalesBench.median(all, HttpLoad.Round::medianMilliseconds),
                SalesBench.median(all, HttpLoad.Round::p99Milliseconds),
                all.stream().mapToLong(HttpLoad.Round::failures).sum(),
                SalesBench.median(all, HttpLoad.Round::perSecond) / bytes));
    }

    /** From the acknowledgement of a sale at one instance to the end of the read at the other that shows it. */
    private static void visibility(BenchStore one, int two) throws Exception {
        String token = one.tokens().getFirst();
        TestHttp seller = at(one.port()).as(token);
        TestHttp reader = at(two).as(token);
        double[] milliseconds = new double[CHANGES];
        for (int change = -CHANGES; change < CHANGES; change++) {
            long before = quantity(reader);
            seller.post(
                            "/store/api/v1/sales",
                            Map.of(
                                    "lines", List.of(Map.of("productId", 1, "quantity", 1)),
                                    "payments", List.of(Map.of("tender", "cash", "amount", 1_000))))
                    .expect(201);
            long acknowledged = System.nanoTime();
            long after = quantity(reader);
            milliseconds[Math.max(change, 0)] = (System.nanoTime() - acknowledged) / 1e6;
            if (after != before - 1) {
                throw new IllegalStateException("a stale answer: " + before + ", then " + after);
            }
        }
        Arrays.sort(milliseconds);
        OUT.printf(
                "a sale is seen at another instance after p50 %.1f ms, p99 %.1f ms (%d sales, none read stale)%n",
                milliseconds[CHANGES / 2], milliseconds[CHANGES * 99 / 100], 2 * CHANGES);
    }

    /** What the count of changes costs a sale, which touches one table that has such a trigger. */
    private static void sales(BenchStore store) throws Exception {
        HttpLoad load = HttpLoad.sales(store.port(), store.tokens());
        load.run(LENGTH.multipliedBy(2));
        Map<String, List<HttpLoad.Round>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (String arm : round % 2 == 0 ? List.of("ENABLE", "DISABLE") : List.of("DISABLE", "ENABLE")) {
                store.change("ALTER TABLE shelf " + arm + " TRIGGER count_change");
                store.tidy();
                rounds.computeIfAbsent(arm, name -> new ArrayList<>()).add(load.run(LENGTH));
            }
        }
        rounds.forEach((arm, all) -> OUT.printf(
                "sales, trigger on shelves %s: %.0f/s (%s), p99 %.1f ms%n",
                arm.toLowerCase(Locale.ROOT) + "d",
                SalesBench.median(all, HttpLoad.Round::perSecond),
                String.join(
                        " ",
                        all.stream()
                                .map(one -> "%.0f".formatted(one.perSecond()))
                                .toList()),
                SalesBench.median(all, HttpLoad.Round::p99Milliseconds)));
    }

    private static long quantity(TestHttp reader) {
        Matcher quantity =
                QUANTITY.matcher(reader.get("/store/api/v1/products/1").body());
        if (!quantity.find()) {
            throw new IllegalStateException("the product has no quantity");
        }
        return Long.parseLong(quantity.group(1));
    }
}
