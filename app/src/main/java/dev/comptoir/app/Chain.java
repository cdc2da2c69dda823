package dev.comptoir.app;

import dev.comptoir.headoffice.HeadOfficeService;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsService;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.store.StoreService;
import dev.comptoir.store.StoreSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three services in this process. They communicate over the loopback as they do over any network. */
public final class Chain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);

    private final StoreService store;
    private final HeadOfficeService headOffice;
    private final LogisticsService logistics;

    private Chain(StoreService store, HeadOfficeService headOffice, LogisticsService logistics) {
        this.store = store;
        this.headOffice = headOffice;
        this.logistics = logistics;
    }

    /** The database of a service. */
    public record Database(String jdbcUrl, String user, String password) {}

    /**
     * Starts the services concurrently.
     *
     * @param databases by service name: store, headoffice, logistics
     * @param firstManager the value of COMPTOIR_FIRST_MANAGER
     */
    public static Chain start(Ports ports, Map<String, Database> databases, String firstManager) {
        Function<String, Environment> of = name -> new Environment(environment(name, ports, databases, firstManager));
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            var headOffice = CompletableFuture.supplyAsync(
                    () -> HeadOfficeService.start(HeadOfficeSettings.from(of.apply("headoffice"))), starters);
            var store = CompletableFuture.supplyAsync(
                    () -> StoreService.start(StoreSettings.from(of.apply("store"))), starters);
            var logistics = CompletableFuture.supplyAsync(
                    () -> LogisticsService.start(LogisticsSettings.from(of.apply("logistics"))), starters);
            try {
                return new Chain(store.join(), headOffice.join(), logistics.join());
            } catch (CompletionException failure) {
                List.of(store, headOffice, logistics).forEach(Chain::closeIfStarted);
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        }
    }

    private static void closeIfStarted(CompletableFuture<? extends AutoCloseable> start) {
        try {
            start.join().close();
        } catch (Exception neverStarted) {
            LOG.debug("service did not start, nothing to close", neverStarted);
        }
    }

    /** The environment variables of a service. */
    public static Map<String, String> environment(
            String name, Ports ports, Map<String, Database> databases, String firstManager) {
        Database database = Objects.requireNonNull(databases.get(name));
        return Map.of(
                "COMPTOIR_NAME", name,
                "COMPTOIR_HOST", "127.0.0.1",
                "COMPTOIR_PORT", String.valueOf(ports.of(name)),
                "COMPTOIR_DATABASE_URL", database.jdbcUrl(),
                "COMPTOIR_DATABASE_USER", database.user(),
                "COMPTOIR_DATABASE_PASSWORD", database.password(),
                "COMPTOIR_DRAIN_MILLISECONDS", "0",
                "COMPTOIR_FIRST_MANAGER", firstManager,
                "COMPTOIR_PEERS", peers(name, ports));
    }

    private static String peers(String name, Ports ports) {
        return PostgresServer.DATABASES.stream()
                .filter(peer -> !peer.equals(name))
                .map(peer -> peer + "=http://127.0.0.1:" + ports.of(peer) + "/" + peer)
                .collect(Collectors.joining(","));
    }

    public int storePort() {
        return store.port();
    }

    public int headOfficePort() {
        return headOffice.port();
    }

    public int logisticsPort() {
        return logistics.port();
    }

    /** Concurrently: each service takes a second to end its keep-alive connections. The backlog stays in the databases. */
    @Override
    public void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(store::close, closers),
                            CompletableFuture.runAsync(logistics::close, closers),
                            CompletableFuture.runAsync(headOffice::close, closers))
                    .join();
        }
    }
}
