package dev.comptoir.platform.http;

import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.cache.VersionedCache;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Telemetry;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves endpoints until it is closed. When closed, it drains: readiness fails first, so that the load balancer sends no more
 * requests; then new requests are refused, and the requests in flight end.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** The time that requests in flight have to end when the server is closed. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(20);

    /** How often the connections of slow reads are checked; also the time from which a read is slow. */
    private static final Duration CONNECTION_CHECK_INTERVAL = Duration.ofSeconds(1);

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** Keep-alive connections and event streams are many and mostly idle; those of slow clients end after seconds. */
    private static final int CONNECTIONS_PER_PLACE = 4;

    private static final int LEAST_CONNECTIONS = 1_000;

    /** New connections that wait to be accepted. Of a burst that exceeds Java's default of 50, some are reset. */
    private static final int ACCEPT_QUEUE = 1_000;

    /** How long connections without a request may delay a stop; by then the load balancer sends no more requests. */
    private static final Duration IDLE_TIMEOUT_OF_STOP = Duration.ofMillis(100);

    private final Javalin javalin;
    private final Dispatcher dispatcher;
    private final Duration drain;
    private final @Nullable VersionedCache<Response> cache;

    private HttpServer(
            Javalin javalin, Dispatcher dispatcher, Duration drain, @Nullable VersionedCache<Response> cache) {
        this.javalin = javalin;
        this.dispatcher = dispatcher;
        this.drain = drain;
        this.cache = cache;
    }

    /** Declares a server. */
    public static final class Builder {
        private final ServiceSettings settings;
        private final String title;
        private final String root;
        private final Authentication authentication;
        private final List<Endpoint> endpoints = new ArrayList<>();
        private BooleanSupplier ready = () -> true;
        private final Map<String, Asset> assets = new TreeMap<>();
        private ApiDocumentation documentation = ApiDocumentation.NONE;
        private Telemetry telemetry = Telemetry.none();
        private @Nullable VersionedCache<Response> cache;
        private Duration gracePeriod = GRACE_PERIOD;
        private Duration connectionCheckInterval = CONNECTION_CHECK_INTERVAL;
        private Duration headerLimit = HeaderDeadline.LIMIT;

        private Builder(ServiceSettings settings, String title, String root, Authentication authentication) {
            this.settings = settings;
            this.title = title;
            this.root = root;
            this.authentication = authentication;
        }

        /** Adds endpoints whose paths are relative to {@code base}: {@code /store/api/v1}. */
        public Builder serve(String base, List<Endpoint> more) {
            more.forEach(endpoint -> endpoints.add(endpoint.under(base)));
            return this;
        }

        /** A condition for readiness, besides not draining. */
        public Builder readyWhen(BooleanSupplier condition) {
            this.ready = condition;
            return this;
        }

        /** Serves files, by their paths. */
        public Builder assets(Map<String, Asset> more) {
            assets.putAll(more);
            return this;
        }

        /** Documents the endpoints. */
        public Builder documentedBy(ApiDocumentation some) {
            this.documentation = some;
            return this;
        }

        /** Records metrics and traces of each request, and serves the metrics when they are on. */
        public Builder telemetry(Telemetry some) {
            this.telemetry = some;
            return this;
        }

        /** Caches responses of the endpoints that have a cache policy, unless the settings forbid it. */
        public Builder cachingResponses(TagVersions tags) {
            if (settings.cache().on()) {
                this.cache = new VersionedCache<>(tags, settings.cache(), ResponseCache::weight);
            }
            return this;
        }

        /** The time that requests in flight have to end when the server is closed. */
        Builder gracePeriod(Duration some) {
            this.gracePeriod = some;
            return this;
        }

        /** How often the connections of slow reads are checked. */
        Builder connectionCheckInterval(Duration some) {
            this.connectionCheckInterval = some;
            return this;
        }

        /** The time in which the headers of a request must arrive. */
        Builder headerLimit(Duration some) {
            this.headerLimit = some;
            return this;
        }

        /** @throws PortTaken when another process listens on the port */
        public HttpServer start() {
            Metrics metrics = telemetry.metrics();
            RequestMetrics requestMetrics = new RequestMetrics(metrics);
            Bulkheads bulkheads = new Bulkheads(settings);
            Dispatcher dispatcher = new Dispatcher(
                    authentication,
                    settings,
                    bulkheads,
                    requestMetrics,
                    telemetry.traces(),
                    cache == null ? null : new ResponseCache(cache));
            dispatcher.bindTo(metrics);
            bindCacheTo(metrics);
            endpoints.addAll(Health.endpoints(() -> !dispatcher.isDraining() && ready.getAsBoolean()));
            assets.putAll(documentation.assets(title, root, endpoints));
            Admission admission = new Admission(bulkheads, new Routes(endpoints), requestMetrics);
            Javalin javalin = Javalin.create(config -> {
                configure(config, requestMetrics, metrics.areOn());
                config.jetty.addConnector(this::connector);
                config.jetty.modifyServer(server -> limit(server, admission));
                addRoutes(config, dispatcher, metrics);
            });
            listen(javalin);
            metrics.info(settings.name(), javalin.port());
            return new HttpServer(javalin, dispatcher, settings.http().drain(), cache);
        }

        private void bindCacheTo(Metrics metrics) {
            if (cache != null) {
                cache.bindTo(metrics);
            }
        }

        /** The admission is in front of all other handlers. */
        private void limit(Server server, Admission admission) {
            server.insertHandler(new Disconnections(connectionCheckInterval));
            server.insertHandler(admission);
            server.setStopTimeout(gracePeriod.toMillis());
        }

        private void addRoutes(JavalinConfig config, Dispatcher dispatcher, Metrics metrics) {
            config.routes.exception(
                    HttpResponseException.class, (refused, context) -> refuse(dispatcher, refused, context));
            for (Endpoint endpoint : endpoints) {
                config.routes.addEndpoint(new io.javalin.router.Endpoint(
                        HandlerType.findOrCreate(endpoint.method()),
                        endpoint.path(),
                        context -> dispatcher.dispatch(endpoint, context)));
            }
            assets.forEach((path, asset) -> addRoute(config, path, RequestMetrics.ASSET_ROUTE, asset::serve));
            if (metrics.areOn()) {
                addRoute(config, Metrics.PATH, Metrics.PATH, context -> serveMetrics(context, metrics));
            }
        }

        /**
         * The idle timeout is the connector's, not the HTTP configuration's: Jetty would set that at the start of each request
         * and restore the connector's at its end, also after a stop has shortened it, and then wait for an idle connection.
         */
        private Connector connector(Server server, HttpConfiguration http) {
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost(settings.http().host());
            connector.setPort(settings.http().port());
            connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
            connector.setAcceptQueueSize(ACCEPT_QUEUE);
            server.addBean(new NetworkConnectionLimit(connectionLimit(), connector));
            connector.addBean(new HeaderDeadline(connector, headerLimit));
            connector.setShutdownIdleTimeout(IDLE_TIMEOUT_OF_STOP.toMillis());
            return connector;
        }

        private int connectionLimit() {
            return Math.max(
                    LEAST_CONNECTIONS, CONNECTIONS_PER_PLACE * settings.http().inFlight());
        }

        private void listen(Javalin javalin) {
            try {
                javalin.start();
            } catch (RuntimeException failure) {
                javalin.stop();
                throw PortTaken.isCauseOf(failure)
                        ? new PortTaken(settings.http().port(), failure)
                        : failure;
            }
        }
    }

    /**
     * Begins the declaration of a server.
     *
     * @param root the first part of all its paths but health: {@code /store}
     */
    public static Builder of(ServiceSettings settings, String title, String root, Authentication authentication) {
        return new Builder(settings, title, root, authentication);
    }

    private static void configure(JavalinConfig config, RequestMetrics requestMetrics, boolean isMeasured) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            if (isMeasured) {
                server.insertHandler(requestMetrics);
            }
            server.setErrorHandler(new ConnectionErrors(requestMetrics));
        });
    }

    /** Serves a path that is not an endpoint of the API. */
    private static void addRoute(JavalinConfig config, String path, String route, Handler handler) {
        config.routes.addEndpoint(new io.javalin.router.Endpoint(HandlerType.GET, path, context -> {
            RequestOutcome.of(context).setRoute(route);
            handler.handle(context);
        }));
    }

    private static void serveMetrics(Context context, Metrics metrics) {
        context.header("Cache-Control", "no-store");
        context.contentType(Metrics.CONTENT_TYPE);
        context.result(metrics.scrape());
    }

    /** Problems that Javalin detects before a request reaches an endpoint: unknown path, wrong method. */
    private static void refuse(Dispatcher dispatcher, HttpResponseException refused, Context context) {
        ProblemType type = switch (refused.getStatus()) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 413 -> ProblemType.TOO_LARGE;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> refused.getStatus() < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL_ERROR;
        };
        String detail = refused.getStatus() == 404 ? "no endpoint has this path" : type.title();
        dispatcher.write(context, new Response(refused.getStatus(), new Problem(type, detail), Map.of()));
    }

    public int port() {
        return javalin.port();
    }

    /** The response cache, for measurements; empty when responses are not cached. */
    public Optional<VersionedCache<Response>> cache() {
        return Optional.ofNullable(cache);
    }

    /** All routes, as {@code GET /store/api/v1/sales}. */
    Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        javalin.unsafe
                .internalRouter
                .allHttpHandlers()
                .forEach(route -> routes.add(route.endpoint.method.name() + " " + route.endpoint.path));
        return routes;
    }

    /** Makes readiness fail, as the first step of {@link #close()}. */
    public void beginDraining() {
        dispatcher.beginDraining();
    }

    /** Requests that are still in flight after the grace period lose their connections. */
    @Override
    public void close() {
        beginDraining();
        try {
            Thread.sleep(drain);
            dispatcher.endStreams();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            javalin.stop();
        } catch (JavalinException unfinished) {
            LOG.warn(
                    "stopped without waiting longer for requests in flight: {}", String.valueOf(unfinished.getCause()));
        }
    }
}
