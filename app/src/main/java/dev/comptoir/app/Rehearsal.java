package dev.comptoir.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The training run of the AOT caches (JEP 514), while the images are built: each service is a process of its own that
 * migrates an empty database, receives events, serves logins, sales, reads and pages, and stops in order. Its JVM then
 * writes an AOT cache of the classes that it loaded. A Java runtime that lacks a module fails here, not in production.
 *
 * <p>Each service gets a folder with its cache and the file {@code launch}, the arguments of {@code java} for which the
 * cache is valid: with others the JVM ignores it silently. The file {@code health} has the arguments of the health probe,
 * which would spend half its time on reading the cache.
 *
 * <p>Arguments: the program {@code java}, the folder of the services' jars at the same path as in the images, the folder for
 * the output, and the options of the JVM.
 */
public final class Rehearsal {
    private static final Map<String, Integer> PORTS = Map.of("store", 8080, "headoffice", 8090, "logistics", 8091);
    /** Of the demo; at least three units of each are on every shelf. */
    private static final int PRODUCTS = 50;

    private static final int ROUNDS = 50;
    private static final long END_LIMIT_SECONDS = 120;

    /** The exit status of a JVM that stopped in order after SIGTERM. */
    private static final int TERMINATED = 143;

    private static final String CACHE = "service.aot";
    private static final List<String> QUICK_START =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Path java;
    private final Path jars;
    private final Path output;
    private final List<String> options;

    private Rehearsal(Path java, Path jars, Path output, List<String> options) {
        this.java = java;
        this.jars = jars;
        this.output = output;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("rehearsal");
        new Rehearsal(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        List.of(arguments).subList(3, arguments.length))
                .run(folder);
        System.exit(0);
    }

    private void run(Path folder) throws IOException, InterruptedException {
        Secrets secrets = Secrets.in(folder.resolve("secrets.properties"));
        List<Person> people = Person.all(secrets);
        Map<String, Process> services = new HashMap<>();
        try (PostgresServer postgres = PostgresServer.start(folder)) {
            for (String name : PostgresServer.DATABASES) {
                services.put(name, start(name, postgres, people));
            }
            for (String name : PostgresServer.DATABASES) {
                await(name, Objects.requireNonNull(services.get(name)));
            }
            new Seeding(address("store"), address("headoffice"), address("logistics"), people).seed();
            IntStream.range(0, ROUNDS).forEach(round -> play(people.getFirst(), round));
            for (Map.Entry<String, Process> service : services.entrySet()) {
                end(service.getKey(), service.getValue());
            }
        } finally {
            services.values().forEach(Process::destroyForcibly);
        }
    }

    private Process start(String name, PostgresServer postgres, List<Person> people) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command(name)).inheritIO();
        process.environment()
                .putAll(Map.of(
                        "COMPTOIR_DATABASE_URL",
                        postgres.jdbcUrl(name),
                        "COMPTOIR_DATABASE_USER",
                        name,
                        "COMPTOIR_DATABASE_PASSWORD",
                        postgres.password(name),
                        "COMPTOIR_DRAIN_MILLISECONDS",
                        "0",
                        "COMPTOIR_LOG",
                        "json",
                        "COMPTOIR_PEERS",
                        peers(name)));
        if (name.equals("headoffice")) {
            process.environment().put("COMPTOIR_FIRST_MANAGER", Person.firstManager(people));
        }
        return process.start();
    }

    /** Writes the two files of arguments and returns the command of the training run. */
    private List<String> command(String name) throws IOException {
        Path folder = Files.createDirectories(output.resolve(name));
        List<String> service =
                List.of("-jar", jars.resolve("comptoir-" + name + ".jar").toString());
        Files.write(folder.resolve("launch"), concat(List.of("-XX:AOTCache=" + jars.resolve(CACHE)), options, service));
        Files.write(folder.resolve("health"), concat(QUICK_START, service, List.of("health")));
        return concat(List.of(java.toString(), "-XX:AOTCacheOutput=" + folder.resolve(CACHE)), options, service);
    }

    private static List<String> concat(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private static String peers(String name) {
        return PostgresServer.DATABASES.stream()
                .filter(peer -> !peer.equals(name))
                .map(peer -> peer + "=" + address(peer) + "/" + peer)
                .collect(Collectors.joining(","));
    }

    private static String address(String service) {
        return "http://127.0.0.1:" + PORTS.get(service);
    }

    private static void await(String name, Process process) throws InterruptedException {
        while (!isReady(name)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended with status " + process.exitValue());
            }
            Thread.sleep(100);
        }
    }

    private static boolean isReady(String name) {
        try (var body = URI.create(address(name) + "/health/ready").toURL().openStream()) {
            return body.read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The usual requests of a day. */
    private static void play(Person manager, int round) {
        for (String name : PostgresServer.DATABASES) {
            Client service = Client.of(address(name));
            service.get("/" + name);
            service.get("/metrics").expectOk();
        }
        sell(logIn("store", manager, Map.of("store", "S1", "register", 1)), round);
        Client headOffice = logIn("headoffice", manager, Map.of());
        headOffice.get("/reports/consolidated").expectOk();
        headOffice.get("/propagation").expectOk();
        logIn("logistics", manager, Map.of()).get("/products?limit=50").expectOk();
    }

    private static Client logIn(String name, Person person, Map<String, Object> place) {
        Map<String, Object> login = new HashMap<>(place);
        login.putAll(Map.of("username", person.username(), "password", person.password()));
        Client service = Client.of(address(name) + "/" + name + "/api/v1");
        return service.as(service.post("/login", null, login)
                .expectOk()
                .json()
                .path("token")
                .asString());
    }

    private static void sell(Client register, int round) {
        register.get("/products?query=a").expectOk();
        register.post(
                        "/sales",
                        "rehearsal-" + round,
                        Map.of(
                                "lines", List.of(Map.of("productId", 1 + round % PRODUCTS, "quantity", 1)),
                                "payments", List.of(Map.of("tender", "cash", "amount", 100_000))))
                .expectOk();
        register.post("/logout", null, Map.of());
    }

    private static void end(String name, Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != TERMINATED) {
            throw new IllegalStateException(name + " did not stop in order");
        }
    }
}
