package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where faults strike: a cluster, the people who work in it, and what an exercise holds on to until its cure. */
final class Scene implements AutoCloseable {
    private static final LocalDate LONG_AGO = LocalDate.of(2000, 1, 1);
    private static final int DAYS = 100;
    private static final int ASKERS = 8;
    private static final List<String> HEAD_OFFICE_READS = List.of("/sales?limit=20", "/analytics/today", "/stock");

    private final Cluster cluster;
    private final People people;
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean crowded = new AtomicBoolean();
    private @Nullable Connection lock;

    Scene(Cluster cluster, People people) {
        this.cluster = cluster;
        this.people = people;
    }

    Cluster cluster() {
        return cluster;
    }

    People people() {
        return people;
    }

    /** The same person, past Traefik. */
    Http direct(String instance, Http person) {
        return new Http(running(instance).url() + URI.create(person.base()).getPath(), person.token());
    }

    ClusterProcess running(String instance) {
        return cluster.state().find(instance).orElseThrow();
    }

    void execute(String service, String sql) {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** At both instances of the store's service: each tells what it found itself. */
    void reconcile() {
        for (String instance : List.of("store-1", "store-2")) {
            direct(instance, people.registers().getFirst())
                    .get("/reconciliation")
                    .must();
        }
    }

    void lock(String service, String table) {
        try {
            Connection connection = cluster.connect(service);
            lock = connection;
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the table " + table + " cannot be locked", failure);
        }
    }

    void unlock() {
        try {
            if (lock != null) {
                lock.close();
            }
            lock = null;
        } catch (SQLException failure) {
            throw new IllegalStateException("a lock cannot be given back", failure);
        }
    }

    /** So many people, each of whom asks for something else, and again as soon as an answer came, until they {@link #disperse}. */
    void crowd(int size, IntConsumer ask) {
        crowded.set(true);
        for (int number = 0; number < size; number++) {
            int person = number;
            hands.execute(() -> {
                while (crowded.get()) {
                    ask.accept(person);
                }
            });
        }
    }

    void disperse() {
        crowded.set(false);
    }

    /** Asks an instance of the head office about one day after another, none twice, until kept answers fill its heap. */
    void fillHeap(String instance, double share) {
        Http direct = direct(instance, people.headOffice());
        LocalDate day = LONG_AGO;
        while (heap(instance) < share) {
            try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
                for (LocalDate end = day.plusDays(DAYS); day.isBefore(end); day = day.plusDays(1)) {
                    String path = "/sales?limit=200&from=" + day;
                    askers.execute(() -> direct.get(path));
                }
            }
        }
    }

    /** Which share of it is used after a collection. */
    private double heap(String instance) {
        ClusterProcess one = running(instance);
        collect(one.pid());
        String metrics = new Http(one.url(), "").get("/metrics").must().body();
        return sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / sum(metrics, "jvm_memory_max_bytes{area=\"heap\"");
    }

    private static void collect(long pid) {
        try {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a collection", stopped);
        }
    }

    private static double sum(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Something of an ordinary day, asked once whatever comes of it: a sale, a price, or a look at the figures. */
    void work(int number) {
        switch (number % 4) {
            case 0 ->
                people.registers()
                        .get(number / 4 % people.registers().size())
                        .post(
                                "/sales",
                                People.newKey(),
                                Map.of(
                                        "lines", List.of(Map.of("productId", 2, "quantity", 1)),
                                        "payments", List.of(Map.of("tender", "cash", "amount", 5_000_000))));
            case 1 -> changePrice(number);
            case 2 -> people.headOffice().get(HEAD_OFFICE_READS.get(number / 4 % HEAD_OFFICE_READS.size()));
            default -> people.warehouse().get("/stock");
        }
    }

    private void changePrice(int number) {
        Http.Reply now = people.headOffice().get("/products/3");
        if (now.made()) {
            JsonNode product = now.json();
            people.headOffice()
                    .send(
                            "PATCH",
                            "/products/" + product.path("id").asLong(),
                            Map.of("If-Match", now.tag()),
                            Map.of("price", 500 + number % 50));
        }
    }

    @Override
    public void close() {
        disperse();
        unlock();
        hands.close();
    }
}
