package dev.comptoir.app;

import dev.comptoir.headoffice.HeadOfficeService;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsService;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.store.StoreService;
import dev.comptoir.store.StoreSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three services in this process, which speak to each other over the loopback as they do anywhere. */
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

    /** Where each service listens. */
    public record Ports(int store, int headOffice, int logistics) {}

    /** Where a service keeps its data. */
    public record Home(String jdbcUrl, String user, String password) {}

    /**
     * Starts the services side by side.
     *
     * @param homes by service name: store, headoffice, logistics
     * @param firstManager what COMPTOIR_FIRST_MANAGER holds
     */
    public static Chain start(Ports ports, Map<String, Home> homes, String firstManager) {
        Function<String, Environment> of = name -> new Environment(environment(name, ports, homes, firstManager));
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
            LOG.debug("nothing to close", neverStarted);
        }
    }

    /** The variables with which a service of the chain is started. */
    public static Map<String, String> environment(
            String name, Ports ports, Map<String, Home> homes, String firstManager) {
        Map<String, String> peers = Map.of(
                "store", "http://127.0.0.1:" + ports.store() + "/store",
                "headoffice", "http://127.0.0.1:" + ports.headOffice() + "/headoffice",
                "logistics", "http://127.0.0.1:" + ports.logistics() + "/logistics");
        Map<String, Integer> port =
                Map.of("store", ports.store(), "headoffice", ports.headOffice(), "logistics", ports.logistics());
        Home home = java.util.Objects.requireNonNull(homes.get(name));
        Map<String, String> variables = new HashMap<>(Map.of(
                "COMPTOIR_NAME",
                name,
                "COMPTOIR_HOST",
                "127.0.0.1",
                "COMPTOIR_PORT",
                String.valueOf(port.get(name)),
                "COMPTOIR_DATABASE_URL",
                home.jdbcUrl(),
                "COMPTOIR_DATABASE_USER",
                home.user(),
                "COMPTOIR_DATABASE_PASSWORD",
                home.password(),
                "COMPTOIR_DRAIN_MILLISECONDS",
                "0",
                "COMPTOIR_FIRST_MANAGER",
                firstManager));
        variables.put(
                "COMPTOIR_PEERS",
                peers.entrySet().stream()
                        .filter(peer -> !peer.getKey().equals(name))
                        .map(peer -> peer.getKey() + "=" + peer.getValue())
                        .collect(java.util.stream.Collectors.joining(",")));
        return variables;
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

    /** All at once: a connection that is kept alive takes each a second to end. What is still owed is kept. */
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
