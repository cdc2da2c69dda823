package dev.comptoir.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The training run of the AOT caches (JEP 514): a chain on an empty PostgreSQL receives the demo's data and requests, and
 * stops in order. Its JVMs then write AOT caches with the classes that they loaded and the profiles of their methods
 * (JEP 515). A Java runtime that lacks a module fails here, not in production.
 */
final class TrainingRun {
    private static final long START_LIMIT_SECONDS = 120;
    private static final long END_LIMIT_SECONDS = 120;

    /** The exit status of a JVM that stopped in order after SIGTERM. */
    private static final int TERMINATED = 143;

    private final Path folder;
    private final Map<String, String> settings;
    private final ProcessBuilder.Redirect output;
    private final Ports ports;
    private final List<Process> processes = new ArrayList<>();

    private TrainingRun(Path folder, Map<String, String> settings, ProcessBuilder.Redirect output, Ports ports) {
        this.folder = folder;
        this.settings = settings;
        this.output = output;
        this.ports = ports;
    }

    /**
     * The end of this process ends the processes of the training and deletes its folder.
     *
     * @param settings environment variables of each process, in addition to those that are set here
     * @param output of the processes
     */
    static TrainingRun prepare(Map<String, String> settings, ProcessBuilder.Redirect output) throws IOException {
        Path folder = Files.createTempDirectory("training");
        TrainingRun training = new TrainingRun(folder, settings, output, freePorts());
        Runtime.getRuntime().addShutdownHook(new Thread(training::clear, "clear"));
        return training;
    }

    /** Three, all different: each is held until the last one is found. */
    private static Ports freePorts() throws IOException {
        try (ServerSocket store = new ServerSocket(0);
                ServerSocket headOffice = new ServerSocket(0);
                ServerSocket logistics = new ServerSocket(0)) {
            return new Ports(store.getLocalPort(), headOffice.getLocalPort(), logistics.getLocalPort());
        }
    }

    /**
     * Each service in a process of its own.
     *
     * @param commands by service name
     */
    void services(Map<String, List<String>> commands) throws IOException, InterruptedException {
        Secrets secrets = Secrets.in(DataFolder.secrets(folder));
        List<Person> people = Person.all(secrets);
        try (PostgresServer postgres = PostgresServer.start(folder)) {
            for (String name : PostgresServer.DATABASES) {
                start(
                        Objects.requireNonNull(commands.get(name)),
                        Chain.environment(name, ports, databases(postgres), Person.firstManager(people)));
            }
            await(this::areReady);
            new Seeding(address("store"), address("headoffice"), address("logistics"), people).seed();
            new TrainingRequests(addresses(), people.getFirst()).send();
            end();
        }
    }

    private static Map<String, Chain.Database> databases(PostgresServer postgres) {
        return PostgresServer.DATABASES.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> new Chain.Database(postgres.jdbcUrl(name), name, postgres.password(name))));
    }

    /** All services in one process, which makes its data itself. */
    void demo(List<String> command) throws IOException, InterruptedException {
        start(
                command,
                Map.of(
                        "STORE_PORT", String.valueOf(ports.store()),
                        "HEADOFFICE_PORT", String.valueOf(ports.headOffice()),
                        "LOGISTICS_PORT", String.valueOf(ports.logistics())));
        Path data = folder.resolve(DataFolder.NAME);
        await(() -> Files.exists(data.resolve(DataFolder.SEEDED)));
        List<Person> people = Person.all(Secrets.in(DataFolder.secrets(data)));
        new TrainingRequests(addresses(), people.getFirst()).send();
        end();
    }

    private void start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        process.environment().putAll(environment);
        process.environment().putAll(settings);
        processes.add(process.start());
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!processes.stream().allMatch(Process::isAlive) || System.nanoTime() > limit) {
                throw new IllegalStateException("the services did not start");
            }
            Thread.sleep(100);
        }
    }

    private boolean areReady() {
        return PostgresServer.DATABASES.stream().allMatch(this::isReady);
    }

    private boolean isReady(String name) {
        try (var body = URI.create(address(name) + "/health/ready").toURL().openStream()) {
            return body.read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        PostgresServer.DATABASES.forEach(name -> addresses.put(name, address(name)));
        return addresses;
    }

    private String address(String service) {
        return "http://127.0.0.1:" + ports.of(service);
    }

    /** At once: the JVMs write their caches concurrently. */
    private void end() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != TERMINATED) {
                throw new IllegalStateException("a service did not stop in order");
            }
        }
    }

    private void clear() {
        for (Process process : processes) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        PostgresServer.endLeftBehind(folder);
        PostgresServer.endLeftBehind(folder.resolve(DataFolder.NAME));
        DataFolder.deleteBelow(folder, null);
        folder.toFile().delete();
    }

    /** For the data, deleted at the end. */
    Path folder() {
        return folder;
    }
}
