package dev.comptoir.tools.bench;

import dev.comptoir.app.AotCache;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.load.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How soon the demo is ready, and how much memory it uses after ten thousand sales. */
public final class DemoBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final int SALES = 10_000;
    private static final int PRODUCTS = 50;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROPAGATION_LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");
    private static final int STORE_PORT = 18_480;
    private static final int HEAD_OFFICE_PORT = 18_490;
    private static final int LOGISTICS_PORT = 18_491;
    private static final URI STORE = URI.create("http://127.0.0.1:" + STORE_PORT);
    private static final URI HEAD_OFFICE = URI.create("http://127.0.0.1:" + HEAD_OFFICE_PORT);
    private static final List<String> STORES = List.of("S1", "S2", "S3");

    private final Path folder;

    private DemoBench(Path folder) {
        this.folder = folder;
    }

    public static void run() throws Exception {
        Path folder = Path.of("target", "bench-start");
        Folders.delete(folder);
        new DemoBench(folder).measure();
    }

    private void measure() throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> next = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            Path home = Files.createDirectories(folder.resolve("demo-" + round));
            try (RunningChain demo = RunningChain.start(home)) {
                first.add(demo.secondsToReady());
            }
            try (RunningChain demo = RunningChain.start(home)) {
                next.add(demo.secondsToReady());
                if (round == ROUNDS) {
                    measureMemory(demo, home);
                }
            }
        }
        OUT.printf("demo ready, data made: median %.1f s of %s%n", Rounds.median(first, second -> second), first);
        OUT.printf("demo ready, data kept: median %.1f s of %s%n", Rounds.median(next, second -> second), next);
    }

    private static void measureMemory(RunningChain demo, Path home) throws Exception {
        OUT.printf("demo before any sale: %s%n", demo.memory());
        Properties secrets = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("data").resolve("secrets.properties"))) {
            secrets.load(reader);
        }
        for (String store : STORES) {
            fillShelves(store, secrets);
        }
        List<ApiClient> registers = STORES.stream()
                .flatMap(code -> IntStream.rangeClosed(1, 3).mapToObj(number -> store("alice", code, number, secrets)))
                .toList();
        StoreSetup.sell(registers, SALES, PRODUCTS);
        awaitHeadOffice(secrets);
        OUT.printf("demo after %d sales, all of them at the head office: %s%n", SALES, demo.memory());
    }

    private static Map<String, Object> person(String username, Properties secrets) {
        return Map.of("username", username, "password", secrets.getProperty("employee." + username));
    }

    private static ApiClient store(String username, String code, int register, Properties secrets) {
        Map<String, Object> credentials = new HashMap<>(person(username, secrets));
        credentials.putAll(Map.of("store", code, "register", register));
        return ApiClient.of(STORE, "store").login(credentials);
    }

    private static void fillShelves(String code, Properties secrets) {
        ApiClient manager = store("bob", code, 1, secrets);
        List<Long> products = manager.read("/products?limit=200")
                .path("items")
                .valueStream()
                .map(product -> product.path("id").asLong())
                .toList();
        StoreSetup.fillShelves(manager, products, 100_000);
    }

    private static void awaitHeadOffice(Properties secrets) throws IOException {
        ApiClient manager = ApiClient.of(HEAD_OFFICE, "headoffice").login(person("bob", secrets));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String report = "/reports/consolidated?from=" + today.minusDays(1) + "&to=" + today;
        Instant limit = Instant.now().plus(PROPAGATION_LIMIT);
        long known = 0;
        while (known < SALES) {
            if (Instant.now().isAfter(limit)) {
                throw new IOException("the head office has only " + known + " sales");
            }
            Pause.of(Duration.ofMillis(200));
            known = manager.read(report).path("total").path("sales").asLong();
        }
    }

    /** The demo in a process of its own. */
    private static final class RunningChain implements AutoCloseable {
        private final Process process;
        private final double secondsToReady;

        private RunningChain(Process process, double secondsToReady) {
            this.process = process;
            this.secondsToReady = secondsToReady;
        }

        static RunningChain start(Path home) throws IOException {
            Path output = home.resolve("output.txt");
            Path jar = Path.of("app", "target", "comptoir-app.jar").toAbsolutePath();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(new AotCache(jar).options());
            command.addAll(List.of("-jar", jar.toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "STORE_PORT", Integer.toString(STORE_PORT),
                            "HEADOFFICE_PORT", Integer.toString(HEAD_OFFICE_PORT),
                            "LOGISTICS_PORT", Integer.toString(LOGISTICS_PORT)));
            return awaitReady(builder.start(), output);
        }

        private static RunningChain awaitReady(Process process, Path output) throws IOException {
            Instant limit = Instant.now().plus(START_LIMIT);
            while (process.isAlive() && Instant.now().isBefore(limit)) {
                Matcher ready = READY.matcher(Files.readString(output));
                if (ready.find()) {
                    return new RunningChain(process, Double.parseDouble(ready.group(1)));
                }
                Pause.of(Duration.ofMillis(50));
            }
            process.destroy();
            throw new IOException("the demo did not start: " + Files.readString(output));
        }

        double secondsToReady() {
            return secondsToReady;
        }

        /** Of the JVM with the three services; PostgreSQL is apart. */
        String memory() throws IOException, InterruptedException {
            jcmd("GC.run");
            String heap = jcmd("GC.heap_info")
                    .lines()
                    .filter(line -> line.contains(" used "))
                    .findFirst()
                    .orElse("?")
                    .strip();
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            String resident = Files.exists(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .findFirst()
                            .orElse("?")
                            .replaceAll("\\s+", " ")
                    : "VmRSS: unknown on this system";
            return "%s; heap after a collection: %s".formatted(resident, heap);
        }

        private String jcmd(String command) throws IOException, InterruptedException {
            Process jcmd = new ProcessBuilder(Arrays.asList(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            jcmd.waitFor();
            return output;
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
