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
 * Runs the three services once, as their images will, while these are built: each is a process of its own that opens an
 * empty database, hears of the others, is logged into, sells, answers reads and pages, and ends in order. What its JVM
 * loaded is then written into an AOT cache, and a Java runtime that lacks a module is found here, not by a customer.
 *
 * <p>Each service gets a folder with its cache and the file {@code launch}, the arguments of {@code java} under which the
 * cache was made: under others the JVM leaves it unread and says nothing. The file {@code health} has those of the question
 * whether it is ready, for which half the time would go into reading the cache.
 *
 * <p>Arguments: the program {@code java}, the folder of the services' jars where the images have it, too, the folder for
 * what is made, and the options of the JVM.
 */
public final class Rehearsal {
    private static final Map<String, Integer> PORTS = Map.of("store", 8080, "headoffice", 8090, "logistics", 8091);
    /** Of the demo; each has at least three pieces in a store. */
    private static final int PRODUCTS = 50;

    private static final int ROUNDS = 50;
    private static final long END_LIMIT_SECONDS = 120;

    /** The exit status of a process that was told to end and ended in order. */
    private static final int TERMINATED = 143;

    private static final String CACHE = "service.aot";
    private static final List<String> QUICK_START =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Path java;
    private final Path jars;
    private final Path made;
    private final List<String> options;

    private Rehearsal(Path java, Path jars, Path made, List<String> options) {
        this.java = java;
        this.jars = jars;
        this.made = made;
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
            IntStream.range(0, ROUNDS).forEach(round -> play(people, round));
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

    /** What makes the cache, when the files were written that say how it is used. */
    private List<String> command(String name) throws IOException {
        Path folder = Files.createDirectories(made.resolve(name));
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
        while (!answers(name)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " has ended with status " + process.exitValue());
            }
            Thread.sleep(100);
        }
    }

    private static boolean answers(String name) {
        try (var answer = URI.create(address(name) + "/health/ready").toURL().openStream()) {
            return answer.read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What is asked of the services all day. */
    private static void play(List<Person> people, int round) {
        Person manager = people.getFirst();
        Map<String, Object> login = Map.of("username", manager.username(), "password", manager.password());
        for (String name : PostgresServer.DATABASES) {
            Client service = Client.of(address(name));
            service.get("/" + name);
            service.get("/metrics").made();
        }
        Client store = Client.of(address("store") + "/store/api/v1");
        Map<String, Object> register = new HashMap<>(login);
        register.putAll(Map.of("store", "S1", "register", 1));
        Client till = store.as(
                store.post("/login", null, register).made().json().path("token").asString());
        till.get("/products?query=a").made();
        till.post(
                        "/sales",
                        "rehearsal-" + round,
                        Map.of(
                                "lines", List.of(Map.of("productId", 1 + round % PRODUCTS, "quantity", 1)),
                                "payments", List.of(Map.of("tender", "cash", "amount", 100_000))))
                .made();
        till.post("/logout", null, Map.of());
        Client office = Client.of(address("headoffice") + "/headoffice/api/v1");
        Client desk = office.as(
                office.post("/login", null, login).made().json().path("token").asString());
        desk.get("/reports/consolidated").made();
        desk.get("/propagation").made();
        Client logistics = Client.of(address("logistics") + "/logistics/api/v1");
        Client shelf = logistics.as(logistics
                .post("/login", null, login)
                .made()
                .json()
                .path("token")
                .asString());
        shelf.get("/products?limit=50").made();
    }

    private static void end(String name, Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != TERMINATED) {
            throw new IllegalStateException(name + " did not end in order");
        }
    }
}
