package dev.comptoir.tools.lab.measure;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Pause;
import dev.comptoir.tools.load.PriceChanges;
import dev.comptoir.tools.load.Reads;
import dev.comptoir.tools.load.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A cluster of the lab's own, with the data of a chain. Its folder is emptied before and after. */
public final class TestCluster implements AutoCloseable {
    /** The workloads. */
    public static final String STOCK = "stock";

    public static final String REPORT = "report";
    public static final String UPDATE = "update";

    private static final int CLIENT_ADDRESSES = 64;

    /** One response in this many is checked. */
    private static final int CHECK_EVERY = 10;

    /** The category of the products whose prices the load changes: more than can be in flight at once. */
    private static final String CHANGED = "Lab";

    private static final int CHANGED_PRODUCTS = 3_000;

    /** The category of the products that {@link #staleness} changes. */
    private static final String OBSERVED = "Lab, observed";

    private static final int OBSERVED_PRODUCTS = 10;
    private static final int SEEDED_PRODUCTS = 50;
    private static final int SHELF_UNITS = 1_000_000;
    private static final List<String> STORES = List.of("S1", "S2", "S3");
    private static final int REGISTERS = 3;
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path project;
    private final Map<String, Workload> workloads = new HashMap<>();
    private final ClusterMetrics metrics;
    private volatile Cluster cluster;
    private Map<String, String> settings = Map.of();
    private List<PlainConnections> connections = List.of();
    private Optional<PriceChanges> priceChanges = Optional.empty();
    private Set<ClusterProcess> warm = Set.of();

    public TestCluster(Path folder, Path project) {
        this.folder = folder;
        this.project = project;
        // A run that was killed may have left a cluster there.
        new Cluster(folder, project).clear();
        Folders.delete(folder);
        cluster = new Cluster(folder, project);
        metrics = new ClusterMetrics(cluster);
    }

    /**
     * Starts all processes, creates products and stores sales.
     *
     * @param counts instances by service; the default is 1
     */
    public TestCluster up(Map<String, Integer> counts, int sales) {
        cluster.up(ClusterPlan.of(0, counts));
        connections = IntStream.range(0, CLIENT_ADDRESSES)
                .mapToObj(client ->
                        PlainConnections.of(client, cluster.state().ports().clients()))
                .toList();
        ApiClient manager = manager();
        importProducts(manager);
        sell(sales);
        ApiClient clerk = login("store", "alice", Map.of("store", "S1", "register", 1));
        PriceChanges changes = new PriceChanges(fromAllAddresses(manager), () -> metrics.versions(CHANGED));
        workloads.put(STOCK, Reads.stock(fromAllAddresses(clerk), STORES, CHECK_EVERY));
        workloads.put(REPORT, Reads.report(fromAllAddresses(manager), CHECK_EVERY));
        workloads.put(UPDATE, changes);
        priceChanges = Optional.of(changes);
        settle();
        return this;
    }

    private IntFunction<ApiClient> fromAllAddresses(ApiClient user) {
        List<ApiClient> users = connections.stream().map(user::over).toList();
        return number -> users.get(number % CLIENT_ADDRESSES);
    }

    private ApiClient login(String service, String username, Map<String, Object> place) {
        URI address = URI.create("http://127.0.0.1:" + cluster.state().ports().clients());
        return ApiClient.of(address, service).login(cluster.login(username, place));
    }

    private ApiClient manager() {
        return login("headoffice", "bob", Map.of());
    }

    private static void importProducts(ApiClient manager) {
        StringBuilder file = new StringBuilder("sku,name,category,price,taxClass\n");
        IntStream.range(0, CHANGED_PRODUCTS)
                .forEach(at ->
                        file.append("LAB-%04d,Lab product %04d,\"%s\",9.00,standard\n".formatted(at, at, CHANGED)));
        IntStream.range(0, OBSERVED_PRODUCTS)
                .forEach(at -> file.append(
                        "OBSERVED-%d,Observed product %d,\"%s\",9.00,standard\n".formatted(at, at, OBSERVED)));
        manager.post("/products/imports", Map.of("csv", file.toString())).orThrow();
    }

    private void sell(int sales) {
        List<Long> products = LongStream.rangeClosed(1, SEEDED_PRODUCTS).boxed().toList();
        List<ApiClient> registers = STORES.stream()
                .flatMap(store -> IntStream.rangeClosed(1, REGISTERS)
                        .mapToObj(number -> login("store", "bob", Map.of("store", store, "register", number))))
                .toList();
        for (int store = 0; store < STORES.size(); store++) {
            StoreSetup.fillShelves(registers.get(store * REGISTERS), products, SHELF_UNITS);
        }
        StoreSetup.sell(registers, sales, SEEDED_PRODUCTS);
    }

    /**
     * Changes the number of instances and their settings. Other settings restart all instances.
     *
     * @param counts instances by service; the default is 1
     * @param wanted environment variables of every instance
     */
    public void reconfigure(Map<String, Integer> counts, Map<String, String> wanted) {
        cluster.scale(ClusterMetrics.SERVICES.stream()
                .collect(Collectors.toMap(Function.identity(), one -> counts.getOrDefault(one, 1))));
        if (!wanted.equals(settings)) {
            settings = wanted;
            cluster = new Cluster(folder, project, settings);
            cluster.restartTogether();
        }
    }

    public Cluster cluster() {
        return cluster;
    }

    public ClusterProcess instance(String name) {
        return cluster.state().find(name).orElseThrow();
    }

    /** Instances by service. */
    public Map<String, Integer> counts() {
        ClusterState state = cluster.state();
        return ClusterMetrics.SERVICES.stream()
                .collect(Collectors.toMap(
                        Function.identity(), one -> state.instances(one).size()));
    }

    /** Whether no process has started since {@link #markWarm}. */
    public boolean isWarm() {
        return warm.containsAll(cluster.state().processes());
    }

    public void markWarm() {
        warm = Set.copyOf(cluster.state().processes());
    }

    /** Waits at most a minute until the outboxes are empty, and reads what changes with an unknown outcome have done. */
    public void settle() {
        long limit = System.nanoTime() + DELIVERY_LIMIT.toNanos();
        while (metrics.backlog() > 0 && System.nanoTime() < limit) {
            Pause.of(Duration.ofMillis(200));
        }
        priceChanges.ifPresent(PriceChanges::settle);
    }

    /**
     * A measurement.
     *
     * @param rates arrivals per second by workload
     * @param slice the length of the parts of the result
     * @param meanwhile runs during the load, after the warm-up
     */
    public record Plan(
            Map<String, String> variant,
            int repetition,
            Map<String, Double> rates,
            Duration warmUp,
            Duration time,
            Duration slice,
            Runnable meanwhile) {

        public Plan(
                Map<String, String> variant,
                int repetition,
                Map<String, Double> rates,
                Duration warmUp,
                Duration time) {
            this(variant, repetition, rates, warmUp, time, time, () -> {});
        }
    }

    public Window measure(Plan plan) {
        AccessLog log = new AccessLog(folder.resolve("logs/access.log"), cluster);
        List<Arrivals> arrivals = plan.rates().entrySet().stream()
                .map(one -> Arrivals.constant(one.getKey(), one.getValue(), workload(one.getKey())))
                .toList();
        Generator generator = new Generator(new Generator.Plan(arrivals, plan.warmUp(), plan.time(), plan.slice()));
        try (Measurement running = new Measurement(metrics, plan.time(), plan.slice())) {
            Generator.Result result = generator.run(() -> {
                log.mark();
                running.begin(plan.meanwhile());
            });
            Map<String, Double> gauges = new TreeMap<>(running.gauges());
            log.requests().forEach((name, count) -> gauges.put("requests." + name, count));
            return new Window(
                    plan.variant(),
                    plan.repetition(),
                    plan.time().toMillis() / 1e3,
                    plan.rates(),
                    result.operations(),
                    running.cpu(),
                    gauges,
                    slices(result.slices(), running, plan.slice()));
        }
    }

    private Workload workload(String name) {
        return Optional.ofNullable(workloads.get(name)).orElseThrow();
    }

    private static List<Slice> slices(List<Outcomes> outcomes, Measurement running, Duration length) {
        return outcomes.size() < 2
                ? List.of()
                : IntStream.range(0, outcomes.size())
                        .mapToObj(at -> {
                            double from = at * length.toMillis() / 1e3;
                            return Slice.of(from, outcomes.get(at), running.sample(from));
                        })
                        .toList();
    }

    /**
     * Changes ten prices at different moments; each has a reader that reads before and after until the new price appears.
     *
     * @param limit how long a reader reads at most
     * @return gauges: {@code changes}, {@code reads}, {@code stale.reads}, and the seconds from the acknowledgement until
     *     the reader received the new price: {@code stale.worst.s}, {@code stale.mean.s}
     */
    public Window staleness(Map<String, String> variant, int repetition, Duration limit) {
        List<Long> products = List.copyOf(metrics.versions(OBSERVED).keySet());
        Map<String, Double> gauges = Staleness.gauges(Staleness.of(manager(), products, limit));
        return new Window(variant, repetition, 0, Map.of(), Map.of(), Map.of(), gauges, List.of());
    }

    /** Ends all processes and deletes the folder. */
    @Override
    public void close() {
        connections.forEach(PlainConnections::close);
        cluster.clear();
        Folders.delete(folder);
    }
}
