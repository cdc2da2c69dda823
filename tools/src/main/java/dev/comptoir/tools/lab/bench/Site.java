package dev.comptoir.tools.lab.bench;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.lab.data.Slice;
import dev.comptoir.tools.lab.data.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster of the lab's own with a chain's data, under load. Its folder is emptied before and after. */
public final class Site implements AutoCloseable {
    /** The three scenarios. */
    public static final String STOCK = "stock";

    public static final String REPORT = "report";
    public static final String UPDATE = "update";

    /** Of the products whose prices the visitors change: more than can be under way at once. */
    private static final String CHANGED = "Lab";

    private static final int CHANGED_PRODUCTS = 3_000;

    /** Of the products that {@link #staleness} changes, and no visitor does. */
    private static final String WATCHED = "Lab, watched";

    private static final int WATCHED_PRODUCTS = 10;
    private static final int PLENTY = 1_000_000;
    private static final int STORES = 3;
    private static final int REGISTERS = 3;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Path folder;
    private final Path project;
    private final Map<String, Errand> errands = new HashMap<>();
    private final Meter meter;
    private volatile Cluster cluster;
    private Map<String, String> settings = Map.of();
    private Load load = new Load(0);
    private Set<ClusterProcess> warm = Set.of();

    public Site(Path folder, Path project) {
        this.folder = folder;
        this.project = project;
        // A run that was killed may have left a cluster there.
        new Cluster(folder, project).clear();
        Folders.delete(folder);
        cluster = new Cluster(folder, project);
        meter = new Meter(cluster);
    }

    /**
     * Starts everything and stores sales.
     *
     * @param counts instances by service, 1 where nothing is said
     */
    public Site up(Map<String, Integer> counts, int sales) {
        cluster.up(ClusterPlan.of(0, counts));
        load = new Load(cluster.state().ports().clients());
        Api manager = manager();
        importProducts(manager);
        sell(sales);
        errands.put(
                STOCK,
                Chores.stock(Api.at(load, "store", cluster.login("alice", Map.of("store", "S1", "register", 1)))));
        errands.put(REPORT, Chores.report(manager));
        errands.put(UPDATE, Chores.update(manager, () -> meter.versions(CHANGED)));
        settle();
        return this;
    }

    /**
     * Brings it to what is asked for. Other settings take a restart of all instances: {@link #up} makes data without any,
     * since it waits for what it wrote.
     *
     * @param counts instances by service, 1 where nothing is said
     * @param wanted environment variables of every instance
     */
    public void bring(Map<String, Integer> counts, Map<String, String> wanted) {
        cluster.scale(Meter.SERVICES.stream()
                .collect(Collectors.toMap(Function.identity(), one -> counts.getOrDefault(one, 1))));
        if (!wanted.equals(settings)) {
            settings = wanted;
            cluster = new Cluster(folder, project, settings);
            cluster.restartTogether();
        }
    }

    private Api manager() {
        return Api.at(load, "headoffice", cluster.login("bob", Map.of()));
    }

    private static void importProducts(Api manager) {
        StringBuilder file = new StringBuilder("sku,name,category,price\n");
        IntStream.range(0, CHANGED_PRODUCTS)
                .forEach(at -> file.append("LAB-%04d,Lab product %04d,\"%s\",9.00\n".formatted(at, at, CHANGED)));
        IntStream.range(0, WATCHED_PRODUCTS)
                .forEach(at -> file.append("WATCHED-%d,Watched product %d,\"%s\",9.00\n".formatted(at, at, WATCHED)));
        manager.post("/products/imports", Map.of("csv", file.toString()));
    }

    /** At all registers at once. */
    private void sell(int sales) {
        AtomicInteger left = new AtomicInteger(sales);
        try (ExecutorService registers = Executors.newFixedThreadPool(STORES * REGISTERS)) {
            for (int store = 1; store <= STORES; store++) {
                stockUp("S" + store);
                for (int register = 1; register <= REGISTERS; register++) {
                    Api cashier = Api.at(
                            load, "store", cluster.login("bob", Map.of("store", "S" + store, "register", register)));
                    registers.execute(() -> {
                        open(cashier);
                        for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                            cashier.post("/sales", sale(number));
                        }
                    });
                }
            }
        }
        if (left.get() >= 0) {
            throw new IllegalStateException(left.get() + " of " + sales + " sales could not be made");
        }
    }

    private void stockUp(String store) {
        Api.at(load, "store", cluster.login("bob", Map.of("store", store, "register", 1)))
                .post(
                        "/stock/counts",
                        Map.of(
                                "lines",
                                IntStream.rangeClosed(1, 50)
                                        .mapToObj(product -> Map.of("productId", product, "counted", PLENTY))
                                        .toList()));
    }

    private static void open(Api cashier) {
        if (!cashier.get("/register").path("open").asBoolean()) {
            cashier.post("/register/open", Map.of("openingFloat", 20_000));
        }
    }

    private static Map<String, Object> sale(int number) {
        return Map.of(
                "lines",
                List.of(
                        Map.of("productId", 1 + number % 50, "quantity", 1),
                        Map.of("productId", 1 + (number + 7) % 50, "quantity", 2)),
                "payments",
                List.of(Map.of("tender", "cash", "amount", 1_000_000)));
    }

    public Cluster cluster() {
        return cluster;
    }

    public ClusterProcess instance(String name) {
        return cluster.state().processes().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Instances by service. */
    public Map<String, Integer> counts() {
        ClusterState state = cluster.state();
        return Meter.SERVICES.stream()
                .collect(Collectors.toMap(
                        Function.identity(), one -> state.instances(one).size()));
    }

    /** Whether every process that is there was there when {@link #warmed} was said. */
    public boolean isWarm() {
        return warm.containsAll(cluster.state().processes());
    }

    public void warmed() {
        warm = Set.copyOf(cluster.state().processes());
    }

    /** Waits until what is owed has arrived, at most a minute, and lets those who are in doubt look. */
    public void settle() {
        long limit = System.nanoTime() + SETTLING.toNanos();
        while (meter.backlog() > 0 && System.nanoTime() < limit) {
            Pause.of(Duration.ofMillis(200));
        }
        errands.values().forEach(Errand::settle);
    }

    /**
     * What is to be measured.
     *
     * @param rates arrivals per second by scenario
     * @param slice how long each part of the figures is
     * @param meanwhile what happens in it, from the end of the warm-up on
     */
    public record Plan(
            Map<String, String> arm,
            int round,
            Map<String, Double> rates,
            Duration warmUp,
            Duration time,
            Duration slice,
            Runnable meanwhile) {

        public Plan(Map<String, String> arm, int round, Map<String, Double> rates, Duration warmUp, Duration time) {
            this(arm, round, rates, warmUp, time, time, () -> {});
        }
    }

    public Window measure(Plan plan) {
        AccessLog log = new AccessLog(folder.resolve("logs/access.log"), cluster);
        try (Measurement running = new Measurement(meter, plan.time(), plan.slice())) {
            Load.Outcome outcome =
                    load.run(errands, new Load.Plan(plan.rates(), plan.warmUp(), plan.time(), plan.slice()), () -> {
                        log.mark();
                        running.begin(plan.meanwhile());
                    });
            Map<String, Double> gauges = new TreeMap<>(running.gauges());
            log.shares().forEach((name, count) -> gauges.put("requests." + name, count));
            return new Window(
                    plan.arm(),
                    plan.round(),
                    plan.time().toMillis() / 1e3,
                    plan.rates(),
                    outcome.answers(),
                    running.cpu(),
                    gauges,
                    outcome.slices().size() < 2
                            ? List.of()
                            : outcome.slices().stream()
                                    .map(slice -> with(slice, running.sample(slice.from())))
                                    .toList());
        }
    }

    /**
     * Changes ten prices at different moments; each change has a reader who looked before and looks again until the new price
     * is there.
     *
     * @param oldest how long a reader looks at most
     * @return with {@code stale.reads}, {@code reads}, and the seconds after the acknowledgement until the reader saw the
     *     change: {@code stale.worst.s}, {@code stale.mean.s}
     */
    public Window staleness(Map<String, String> arm, int round, Duration oldest) {
        List<Long> products = List.copyOf(meter.versions(WATCHED).keySet());
        List<Freshness> seen = Freshness.of(manager(), products, oldest);
        Map<String, Double> gauges = new TreeMap<>();
        gauges.put("changes", (double) seen.size());
        gauges.put("reads", seen.stream().mapToDouble(Freshness::reads).sum());
        gauges.put(
                "stale.reads", seen.stream().mapToDouble(Freshness::staleReads).sum());
        gauges.put(
                "stale.worst.s",
                seen.stream().mapToDouble(Freshness::seconds).max().orElse(0));
        gauges.put(
                "stale.mean.s",
                seen.stream().mapToDouble(Freshness::seconds).average().orElse(0));
        return new Window(arm, round, 0, Map.of(), Map.of(), Map.of(), gauges, List.of());
    }

    private static Slice with(Slice slice, Map<String, Double> gauges) {
        return new Slice(slice.from(), slice.ok(), slice.refused(), slice.failed(), slice.p50(), slice.p99(), gauges);
    }

    /** Ends all processes, and deletes the folder. */
    @Override
    public void close() {
        load.close();
        cluster.clear();
        Folders.delete(folder);
    }
}
