package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.load.Chain;
import dev.comptoir.tools.load.PriceChanges;
import dev.comptoir.tools.load.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A cluster of the benchmark's own, each process apart, and the requests that are sent to it. */
final class CostCluster implements AutoCloseable {
    static final int REGISTERS = 32;

    private static final String TRAEFIK = "traefik";

    private static final String READ = "/products?limit=50";
    private static final int NOT_MODIFIED = 304;
    private static final int OK = 200;
    private static final int GIVEN_CENTS = 100_000;

    private final Path folder;
    private final Cluster cluster;
    private final ClusterCost cost;
    private final Chain chain;
    private final Map<Integer, PlainConnections> connections = new ConcurrentHashMap<>();

    private CostCluster(Path folder, Cluster cluster, Chain chain) {
        this.folder = folder;
        this.cluster = cluster;
        this.cost = new ClusterCost(cluster);
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

    ClusterCost cost() {
        return cost;
    }

    @Override
    public void close() {
        connections.values().forEach(PlainConnections::close);
        cluster.down();
        Folders.delete(folder);
    }
}
