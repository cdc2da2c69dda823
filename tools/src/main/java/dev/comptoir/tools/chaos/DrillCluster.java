package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.load.Arrival;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The cluster of a drill, the sessions of its users, and what a fault leaves open until its repair. */
final class DrillCluster implements AutoCloseable {
    static final List<String> STORES = List.of("store-1", "store-2");
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final int DAYS = 100;
    private static final int CLIENTS = 8;
    private static final List<String> HEAD_OFFICE_READS = List.of("/sales?limit=20", "/analytics/today", "/stock");

    private final Cluster cluster;
    private final Sessions sessions;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean clientsRun = new AtomicBoolean();
    private @Nullable Connection lock;

    DrillCluster(Cluster cluster, Sessions sessions) {
        this.cluster = cluster;
        this.sessions = sessions;
    }

    Cluster cluster() {
        return cluster;
    }

    Sessions sessions() {
        return sessions;
    }

    /** The same session at one instance, past Traefik. */
    ApiClient direct(String instance, ApiClient session) {
        return session.at(process(instance).url());
    }

    ClusterProcess process(String name) {
        return cluster.state().find(name).orElseThrow();
    }

    void execute(String service, String sql) {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** At the store. */
    void reconcile() {
        sessions.register(0).reconcile().orThrow();
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
            throw new IllegalStateException("the lock cannot be released", failure);
        }
    }

    /** Starts clients that send one request after another until {@link #stopClients}. */
    void startClients(int count, IntConsumer request) {
        clientsRun.set(true);
        for (int number = 0; number < count; number++) {
            int client = number;
            clients.execute(() -> {
                while (clientsRun.get()) {
                    request.accept(client);
                }
            });
        }
    }

    void stopClients() {
        clientsRun.set(false);
    }

    /** Reads the sales of one day after another, each once, until cached responses fill a share of the heap. */
    void fillHeap(String instance, double share) {
        ApiClient direct = direct(instance, sessions.headOffice());
        LocalDate day = FIRST_DAY;
        while (heapUsage(instance) < share) {
            try (ExecutorService readers = Executors.newFixedThreadPool(CLIENTS)) {
                for (LocalDate end = day.plusDays(DAYS); day.isBefore(end); day = day.plusDays(1)) {
                    String path = "/sales?limit=200&from=" + day;
                    readers.execute(() -> direct.get(path));
                }
            }
        }
    }

    /** The used share of the heap after a garbage collection. */
    private double heapUsage(String instance) {
        ClusterProcess process = process(instance);
        collectGarbage(process.pid());
        String metrics = ApiClient.of(process.url()).get("/metrics").orThrow().text();
        return sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / sum(metrics, "jvm_memory_max_bytes{area=\"heap\"");
    }

    private static void collectGarbage(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(jcmd, String.valueOf(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a garbage collection", stopped);
        }
    }

    private static double sum(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A request of an ordinary day, without retries: a sale, a price change or a read. */
    void request(Arrival arrival) {
        int number = arrival.number();
        switch (number % 4) {
            case 0 -> sessions.register(number / 4).post("/sales", StoreSetup.sale(100_000, 2));
            case 1 -> changePrice(number);
            case 2 -> sessions.headOffice().get(HEAD_OFFICE_READS.get(number / 4 % HEAD_OFFICE_READS.size()));
            default -> sessions.warehouse().get("/stock");
        }
    }

    private void changePrice(int number) {
        Response product = sessions.headOffice().get("/products/3");
        if (product.isSuccess()) {
            sessions.headOffice().patch("/products/3", product.etag(), Map.of("price", 500 + number % 50));
        }
    }

    @Override
    public void close() {
        stopClients();
        unlock();
        clients.close();
    }
}
