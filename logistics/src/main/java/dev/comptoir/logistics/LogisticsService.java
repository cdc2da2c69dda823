package dev.comptoir.logistics;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Role;
import dev.comptoir.logistics.forecast.ForecastApi;
import dev.comptoir.logistics.replenishment.Replenishment;
import dev.comptoir.logistics.replenishment.RestockOrders;
import dev.comptoir.logistics.replenishment.RestockOrdersApi;
import dev.comptoir.logistics.replenishment.RestockState;
import dev.comptoir.logistics.replenishment.Stores;
import dev.comptoir.logistics.replenishment.StoresApi;
import dev.comptoir.logistics.staff.Employees;
import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.logistics.warehouse.CentralStock;
import dev.comptoir.logistics.warehouse.ReconciliationApi;
import dev.comptoir.logistics.warehouse.WarehouseApi;
import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.housekeeping.Housekeeping;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.live.LiveApi;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Replicated;
import dev.comptoir.platform.peers.DeadLetters;
import dev.comptoir.platform.peers.PeerEndpoints;
import dev.comptoir.platform.peers.Peers;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.security.SessionsApi;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.ColumnType;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.ui.Pages;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** An instance of logistics. */
public final class LogisticsService implements AutoCloseable {
    private static final String ROOT = "/logistics";

    private final Telemetry telemetry;
    private final Database database;
    private final Tokens tokens;
    private final Activities activities;
    private final Peers peers;
    private final Housekeeping housekeeping;
    private final ReconciliationJob reconciliation;
    private final HttpServer server;

    private LogisticsService(
            LogisticsSettings settings, Clock clock, Telemetry telemetry, Database database, Tokens tokens) {
        this.telemetry = telemetry;
        this.database = database;
        this.tokens = tokens;
        this.activities = new Activities(database);
        this.reconciliation = ReconciliationApi.job(settings.service());
        Outbox outbox = new Outbox(database);
        Stores stores = new Stores();
        CentralStock stock = new CentralStock(activities, clock);
        RestockOrders orders = new RestockOrders();
        Employees employees = new Employees(database, tokens);
        Replenishment replenishment = new Replenishment(orders, stock, stores, outbox, activities, clock);
        Inbox inbox = new Inbox(database, new LogisticsEvents(stores, employees, replenishment), telemetry);
        List<Endpoint> endpoints = Stream.of(
                        sessions(employees, clock).endpoints(),
                        new RestockOrdersApi(database, orders, replenishment).endpoints(),
                        new StoresApi(database, stores).endpoints(),
                        new WarehouseApi(database, stock).endpoints(),
                        new ForecastApi(database).endpoints(),
                        operationsEndpoints(outbox, inbox, clock))
                .flatMap(List::stream)
                .toList();
        this.server = serve(settings.service(), inbox, endpoints);
        this.peers = Peers.start(settings.service(), database, outbox, Replicated.NOTHING, tokens, telemetry);
        this.housekeeping = Housekeeping.start(database, LogisticsTables.RETENTIONS);
        reconciliation.start();
    }

    private SessionsApi sessions(Employees employees, Clock clock) {
        return new SessionsApi(
                database,
                new Login(new Passwords(), tokens, clock),
                tokens,
                employees::account,
                Staff.WAREHOUSE,
                Staff.NOT_OF_THE_WAREHOUSE);
    }

    private List<Endpoint> operationsEndpoints(Outbox outbox, Inbox inbox, Clock clock) {
        RestockOrders.GAUGES.forEach(telemetry.metrics()::databaseGauge);
        LiveApi live = new LiveApi(
                activities, Staff.WAREHOUSE, "Server-sent events of restock orders and of the central stock", clock);
        return Stream.of(
                        live.endpoints(),
                        ReconciliationApi.endpoints(database, reconciliation, telemetry.metrics()),
                        new StatusApi(database, outbox, inbox).endpoints(),
                        DeadLetters.endpoints(database, inbox.deadLetters(), Role.MANAGER.word()))
                .flatMap(List::stream)
                .toList();
    }

    private HttpServer serve(ServiceSettings service, Inbox inbox, List<Endpoint> endpoints) {
        return HttpServer.of(service, "Comptoir logistics", ROOT, tokens)
                .telemetry(telemetry)
                .readyWhen(database::isReachable)
                .cachingResponses(TagVersions.of(database))
                .serve(ROOT + "/api/v1", endpoints)
                .assets(Pages.of(ROOT, LogisticsService.class).assets())
                .documentedBy(ApiDocs::assets)
                .serve(ROOT, PeerEndpoints.of(tokens, inbox))
                .start();
    }

    /**
     * Brings the database's schema up to date and serves until closed.
     *
     * @throws dev.comptoir.platform.http.PortTaken when another process listens on the port
     */
    public static LogisticsService start(LogisticsSettings settings) {
        Telemetry telemetry = Telemetry.of(settings.service());
        Database database = openDatabase(settings.service().database(), telemetry.metrics());
        try {
            return start(settings, telemetry, database);
        } catch (RuntimeException failure) {
            database.close();
            telemetry.close();
            throw failure;
        }
    }

    private static LogisticsService start(LogisticsSettings settings, Telemetry telemetry, Database database) {
        Clock clock = Clock.systemUTC();
        Tokens tokens = Tokens.open(settings.service(), database, clock);
        try {
            return new LogisticsService(settings, clock, telemetry, database, tokens);
        } catch (RuntimeException failure) {
            tokens.close();
            throw failure;
        }
    }

    private static Database openDatabase(DatabaseSettings settings, Metrics metrics) {
        return Database.open(
                settings,
                "classpath:dev/comptoir/logistics/migrations",
                metrics,
                ColumnType.bigint(Money.class, Money::cents, Money::ofCents),
                ColumnType.integer(Quantity.class, Quantity::units, Quantity::of),
                ColumnType.text(RestockState.class, RestockState::word, RestockState::stored));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        Closing.inOrder(server, peers, housekeeping, reconciliation, activities, tokens, database, telemetry);
    }
}
