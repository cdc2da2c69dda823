package dev.comptoir.lab.bench;

import dev.comptoir.cluster.Cluster;
import dev.comptoir.cluster.Running;
import dev.comptoir.cluster.Strategy;
import dev.comptoir.lab.data.Slice;
import dev.comptoir.lab.data.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A cluster of the lab's own with a chain's data, under load. Its folder is emptied before and after. */
public final class Site implements AutoCloseable {
    /** The three scenarios. */
    public static final String STOCK = "stock";

    public static final String REPORT = "report";
    public static final String UPDATE = "update";

    private static final int OWN_PRODUCTS = 2_000;
    private static final int PLENTY = 1_000_000;
    private static final int STORES = 3;
    private static final int REGISTERS = 3;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, String> settings;
    private final Cluster plain;
    private final Cluster cluster;
    private final Meter meter;
    private final Map<String, Errand> errands = new HashMap<>();
    private Load load = new Load(0);

    /** @param settings environment variables of every instance, once the data was made: it waits for what it wrote */
    public Site(Path folder, Path project, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        // A run that was killed may have left a cluster there.
        new Cluster(folder, project).clear();
        Folders.delete(folder);
        plain = new Cluster(folder, project);
        cluster = new Cluster(folder, project, settings);
        meter = new Meter(cluster);
    }

    /**
     * Starts everything and stores sales.
     *
     * @param counts instances by service
     */
    public Site up(Map<String, Integer> counts, int sales) {
        plain.up(new Cluster.Plan(0, counts, Strategy.p2c, Map.of(), "", "", "", ""));
        load = new Load(cluster.state().port());
        Api manager = Api.at(load, "headoffice", cluster.login("bob", Map.of()));
        importProducts(manager);
        sell(sales);
        errands.put(
                STOCK,
                Chores.stock(Api.at(load, "store", cluster.login("alice", Map.of("store", "S1", "register", 1)))));
        errands.put(REPORT, Chores.report(manager));
        errands.put(UPDATE, Chores.update(manager, versions(manager)));
        settle();
        if (!settings.isEmpty()) {
            Meter.SERVICES.forEach(cluster::restart);
        }
        return this;
    }

    /** So many that no two visitors ever want to change the same one. */
    private static void importProducts(Api manager) {
        StringBuilder file = new StringBuilder("sku,name,category,price\n");
        IntStream.range(0, OWN_PRODUCTS)
                .forEach(at -> file.append("LAB-%04d,Lab product %04d,Lab,9.00\n".formatted(at, at)));
        manager.post("/products/imports", Map.of("csv", file.toString()));
    }

    private static Map<Long, Long> versions(Api manager) {
        Map<Long, Long> versions = new TreeMap<>();
        String after = "";
        do {
            JsonNode page = manager.get("/products?category=Lab&limit=200" + after);
            page.path("items")
                    .valueStream()
                    .forEach(one -> versions.put(
                            one.path("id").asLong(), one.path("version").asLong()));
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "&after=" + next;
        } while (!after.isEmpty());
        return versions;
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

    public Running instance(String name) {
        return cluster.state().processes().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Waits until what is owed has arrived, at most a minute.
     *
     * @return whether it has
     */
    public boolean settle() {
        long limit = System.nanoTime() + SETTLING.toNanos();
        while (meter.backlog() > 0) {
            if (System.nanoTime() > limit) {
                return false;
            }
            Pause.of(Duration.ofMillis(200));
        }
        return true;
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
     * Changes prices at different moments; each change has a reader who looked before and looks again until the new price
     * is there.
     *
     * @param oldest how long a reader looks at most
     * @return with {@code stale.reads}, {@code reads}, and the seconds after the acknowledgement until the reader saw the
     *     change: {@code stale.worst.s}, {@code stale.mean.s}
     */
    public Window staleness(Map<String, String> arm, int round, int changes, Duration oldest) {
        Api manager = Api.at(load, "headoffice", cluster.login("bob", Map.of()));
        List<Long> products = versions(manager).keySet().stream().limit(changes).toList();
        List<Freshness> seen = Freshness.of(manager, products, oldest);
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
