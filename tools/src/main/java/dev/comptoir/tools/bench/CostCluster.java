package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.lab.measure.ProcessorTime;
import dev.comptoir.tools.load.Chain;
import dev.comptoir.tools.load.Pause;
import dev.comptoir.tools.load.PriceChanges;
import dev.comptoir.tools.load.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A cluster of the benchmark's own, each process apart, and the requests that are sent to it. */
final class CostCluster implements AutoCloseable {
    static final int REGISTERS = 32;

    private static final String GENERATOR = "generator";
    private static final String POSTGRES = "postgres";
    private static final String TRAEFIK = "traefik";

    /** Parts of a part, which no sum counts twice: {@code store: compiler}. */
    private static final String OF_WHICH = ": ";

    private static final String READ = "/products?limit=50";
    private static final int NOT_MODIFIED = 304;
    private static final int OK = 200;
    private static final int GIVEN_CENTS = 1_000_000;
    private static final Pattern BACKEND =
            Pattern.compile("postgres: (store|headoffice|logistics) \\1 .*", Pattern.DOTALL);
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(2);
    private static final Duration DELIVERY_POLL = Duration.ofMillis(250);

    private final Path folder;
    private final Cluster cluster;
    private final Chain chain;
    private final Map<Integer, PlainConnections> connections = new ConcurrentHashMap<>();

    private CostCluster(Path folder, Cluster cluster, Chain chain) {
        this.folder = folder;
        this.cluster = cluster;
        this.chain = chain;
    }

    /** @param folder is emptied before and after */
    static CostCluster start(Path folder) {
        // A run that was killed may have left a cluster there.
        new Cluster(folder, Path.of(".")).clear();
        Folders.delete(folder);
        Cluster cluster = new Cluster(folder, Path.of("."));
        cluster.up(ClusterPlan.of(0, Map.of()));
        try {
            URI address = URI.create(cluster.state().address());
            Chain chain = Chain.prepare(address, folder.resolve("secrets.properties"), REGISTERS);
            return new CostCluster(folder, cluster, chain);
        } catch (RuntimeException failure) {
            cluster.down();
            throw failure;
        }
    }

    /** {@code store-1 pid 4711 port 23456}, one a line. */
    String processes() {
        return cluster.state().processes().stream()
                .map(one -> "%s pid %d port %d".formatted(one.name(), one.pid(), one.port()))
                .collect(Collectors.joining("\n"));
    }

    /** For one run: versions are those of now. */
    CostLoad load(CostRow row, int rate) {
        return new CostLoad(workload(row), rate, REGISTERS);
    }

    private Workload workload(CostRow row) {
        ApiClient clerk = chain.registers().element();
        return switch (row) {
            case CACHED -> reads(direct("store", clerk), Map.of(), OK);
            case NOT_MODIFIED -> reads(direct("store", clerk), Map.of("If-None-Match", etag(clerk)), NOT_MODIFIED);
            case READ -> products(direct("headoffice", chain.manager()));
            case SALE -> sales();
            case CHANGE -> changes(direct("headoffice", chain.manager()));
            case TRAEFIK -> reads(over(process(TRAEFIK), clerk), Map.of(), OK);
        };
    }

    private static String etag(ApiClient clerk) {
        return clerk.get(READ).orThrow().etag();
    }

    private static Workload reads(ApiClient clerk, Map<String, String> condition, int expected) {
        return arrival -> arrival.measure(
                "request", () -> clerk.send("GET", READ, condition, ""), response -> response.status() == expected);
    }

    private Workload products(ApiClient manager) {
        return arrival ->
                arrival.measure("request", () -> manager.get("/products/" + anyProduct()), read -> read.status() == OK);
    }

    private Workload sales() {
        List<ApiClient> registers =
                chain.registers().stream().map(one -> direct("store", one)).toList();
        return arrival -> {
            ApiClient register = registers.get(arrival.number() % registers.size());
            Supplier<Response> sale = () -> register.post("/sales", StoreSetup.sale(GIVEN_CENTS, twoProducts()));
            arrival.measure("request", sale, response -> response.status() == 201);
        };
    }

    private Workload changes(ApiClient manager) {
        return new PriceChanges(number -> manager, chain::versions);
    }

    private long anyProduct() {
        return chain.products()
                .get(ThreadLocalRandom.current().nextInt(chain.products().size()));
    }

    /** Different ones. */
    private long[] twoProducts() {
        int count = chain.products().size();
        int first = ThreadLocalRandom.current().nextInt(count);
        int second = (first + 1 + ThreadLocalRandom.current().nextInt(count - 1)) % count;
        return new long[] {chain.products().get(first), chain.products().get(second)};
    }

    /** The same user past Traefik. */
    private ApiClient direct(String service, ApiClient user) {
        return over(process(service + "-1"), user);
    }

    private ApiClient over(ClusterProcess process, ApiClient user) {
        return user.at(process.url())
                .over(connections.computeIfAbsent(process.port(), port -> PlainConnections.of(0, port)));
    }

    private ClusterProcess process(String name) {
        return cluster.state().find(name).orElseThrow();
    }

    /** Waits until every event has had its effect. */
    void settle() {
        long limit = System.nanoTime() + DELIVERY_LIMIT.toNanos();
        while (owesEvents()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("events are still not delivered after " + DELIVERY_LIMIT);
            }
            Pause.of(DELIVERY_POLL);
        }
    }

    private boolean owesEvents() {
        return cluster.state().instances().stream()
                .map(ClusterProcess::service)
                .anyMatch(service -> isTrue(service, "SELECT EXISTS (SELECT FROM outbox_backlog)"));
    }

    private boolean isTrue(String service, String query) {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
    }

    static boolean isPartOfTheSystem(String part) {
        return !part.equals(GENERATOR) && !part.contains(OF_WHICH);
    }

    /**
     * Seconds of processor time since the start, by part: {@code store}, {@code postgres store} (the connections to its
     * database), {@code postgres other} (log writer, checkpoints, vacuum), {@code store: compiler}, {@code generator}.
     */
    Map<String, Double> processorTime() {
        Map<String, Double> seconds = new TreeMap<>();
        for (ClusterProcess one : cluster.state().processes()) {
            switch (one.service()) {
                case POSTGRES -> seconds.putAll(ofPostgres(one.pid()));
                case TRAEFIK -> seconds.put(TRAEFIK, ProcessorTime.of(one.pid()));
                default -> seconds.putAll(ofService(one));
            }
        }
        seconds.put(GENERATOR, ProcessorTime.of(ProcessHandle.current().pid()));
        return seconds;
    }

    private static Map<String, Double> ofService(ClusterProcess one) {
        Map<String, Double> seconds = new TreeMap<>();
        ProcessorTime.ofThreads(one.pid(), CostCluster::kindOfThread)
                .forEach((kind, time) -> seconds.put(one.service() + OF_WHICH + kind, time));
        seconds.put(one.service(), ProcessorTime.of(one.pid()));
        return seconds;
    }

    /** @param name as HotSpot gives it, cut to 15 characters by Linux */
    private static String kindOfThread(String name) {
        if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
            return "compiler";
        }
        return Set.of("G1", "GC", "VM").contains(name.split("[ _]", 2)[0]) ? "collector" : "requests and relays";
    }

    private static Map<String, Double> ofPostgres(long postmaster) {
        Map<String, Double> seconds = new TreeMap<>(ProcessorTime.ofChildren(postmaster, CostCluster::database));
        seconds.remove(POSTGRES + " other");
        double backends =
                seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        seconds.put(POSTGRES + " other", ProcessorTime.withChildren(postmaster) - backends);
        return seconds;
    }

    private static String database(String commandLine) {
        Matcher backend = BACKEND.matcher(commandLine);
        return POSTGRES + " " + (backend.matches() ? backend.group(1) : "other");
    }

    @Override
    public void close() {
        connections.values().forEach(PlainConnections::close);
        cluster.down();
        Folders.delete(folder);
    }
}
