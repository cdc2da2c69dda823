package dev.comptoir.headoffice;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Role;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.alerts.Alerts;
import dev.comptoir.headoffice.alerts.AlertsApi;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.catalogue.Catalogue;
import dev.comptoir.headoffice.catalogue.PricesApi;
import dev.comptoir.headoffice.catalogue.ProductImportsApi;
import dev.comptoir.headoffice.catalogue.ProductNumbers;
import dev.comptoir.headoffice.catalogue.ProductsApi;
import dev.comptoir.headoffice.catalogue.StockApi;
import dev.comptoir.headoffice.catalogue.TaxClassesApi;
import dev.comptoir.headoffice.operations.OperationsApi;
import dev.comptoir.headoffice.operations.PrometheusHistory;
import dev.comptoir.headoffice.operations.ScrapeTarget;
import dev.comptoir.headoffice.operations.Scraper;
import dev.comptoir.headoffice.operations.SignalHistory;
import dev.comptoir.headoffice.propagation.Introductions;
import dev.comptoir.headoffice.propagation.PropagationApi;
import dev.comptoir.headoffice.propagation.ReconciliationApi;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.headoffice.reporting.PastDays;
import dev.comptoir.headoffice.reporting.ReportsApi;
import dev.comptoir.headoffice.reporting.StockUpdates;
import dev.comptoir.headoffice.reporting.TaxReportApi;
import dev.comptoir.headoffice.reporting.TodayApi;
import dev.comptoir.headoffice.restocking.RestockOrders;
import dev.comptoir.headoffice.restocking.RestockOrdersApi;
import dev.comptoir.headoffice.sales.Reservations;
import dev.comptoir.headoffice.sales.SalesApi;
import dev.comptoir.headoffice.staff.Employees;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.staff.StaffApi;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.headoffice.stores.StoresApi;
import dev.comptoir.headoffice.zreports.ZReports;
import dev.comptoir.headoffice.zreports.ZReportsApi;
import dev.comptoir.platform.housekeeping.Housekeeping;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.live.LiveApi;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
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
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An instance of the head office. */
public final class HeadOfficeService implements AutoCloseable {
    private static final String ROOT = "/headoffice";
    private static final Passwords PASSWORDS = new Passwords();
    private static final String API = ROOT + "/api/v1";

    private final Telemetry telemetry;
    private final Database database;
    private final Tokens tokens;
    private final Activities activities;
    private final StockUpdates stockUpdates;
    private final Peers peers;
    private final Housekeeping housekeeping;
    private final ReconciliationJob reconciliation;
    private final SignalHistory signals;
    private final HttpServer server;

    private HeadOfficeService(HeadOfficeSettings settings, Telemetry telemetry, Database database, Clock clock) {
        ServiceSettings service = settings.service();
        List<String> names = service.peers().keySet().stream().sorted().toList();
        this.telemetry = telemetry;
        this.database = database;
        this.tokens = Tokens.open(service, database, clock);
        this.activities = new Activities(database);
        this.reconciliation = ReconciliationApi.job(service);
        this.signals = signalHistory(settings, clock);
        Outbox outbox = new Outbox(database);
        Inbox inbox = new Inbox(database, events(activities, outbox, clock), telemetry);
        Replication replication = new Replication(outbox);
        ProductNumbers.skipToClock(database, clock);
        Introductions introductions = new Introductions(database, replication, clock);
        introductions.introduceNew(names);
        Employees employees = new Employees(database, replication, tokens, clock);
        addFirstManager(employees, settings.firstManager());
        Stream<Endpoint> management = managementEndpoints(employees, replication, storeServices(names), clock);
        Stream<Endpoint> operations = operationsEndpoints(outbox, inbox, clock);
        Stream<Endpoint> endpoints = Stream.of(management, bookEndpoints(database, clock), operations)
                .flatMap(part -> part);
        this.server = serve(service, inbox, endpoints.toList());
        this.stockUpdates = StockUpdates.start(database, outbox, names.contains(HeadOfficeEvents.LOGISTICS));
        this.peers = Peers.start(service, database, outbox, introductions, tokens, telemetry);
        this.housekeeping = Housekeeping.start(database, HeadOfficeTables.RETENTIONS);
        reconciliation.start();
    }

    private Stream<Endpoint> managementEndpoints(
            Employees employees, Replication replication, List<String> deployments, Clock clock) {
        Catalogue catalogue = new Catalogue(replication, activities, clock);
        SessionsApi sessions = new SessionsApi(
                database,
                new Login(PASSWORDS, tokens, clock),
                tokens,
                employees::account,
                Staff.MANAGERS,
                Staff.MANAGERS_ONLY);
        return Stream.of(
                        sessions.endpoints(),
                        new StaffApi(database, PASSWORDS, employees).endpoints(),
                        new StoresApi(database, new Stores(replication, deployments, clock), clock).endpoints(),
                        new TaxClassesApi(database).endpoints(),
                        new ProductsApi(database, catalogue).endpoints(),
                        new ProductImportsApi(database, catalogue).endpoints())
                .flatMap(List::stream);
    }

    private static Stream<Endpoint> bookEndpoints(Database database, Clock clock) {
        return Stream.of(
                        new PricesApi(database).endpoints(),
                        new StockApi(database).endpoints(),
                        new TodayApi(database, clock).endpoints(),
                        new SalesApi(database).endpoints(),
                        new ZReportsApi(database).endpoints(),
                        new ReportsApi(database, clock).endpoints(),
                        new TaxReportApi(database, clock).endpoints(),
                        new AlertsApi(database, clock).endpoints(),
                        new RestockOrdersApi(database).endpoints())
                .flatMap(List::stream);
    }

    private Stream<Endpoint> operationsEndpoints(Outbox outbox, Inbox inbox, Clock clock) {
        telemetry.metrics().databaseGauge(Alerts.GAUGE);
        telemetry.metrics().databaseGauge(PropagationApi.GAUGE);
        LiveApi live = new LiveApi(
                activities,
                Staff.MANAGERS,
                "Server-sent events of sales, refunds, alerts, restock orders, product changes and closings",
                clock);
        return Stream.of(
                        live.endpoints(),
                        new OperationsApi(signals).endpoints(),
                        new PropagationApi(database, outbox, inbox, clock).endpoints(),
                        ReconciliationApi.endpoints(database, reconciliation, telemetry.metrics()),
                        DeadLetters.endpoints(database, inbox.deadLetters(), Role.MANAGER.word()))
                .flatMap(List::stream);
    }

    private HttpServer serve(ServiceSettings service, Inbox inbox, List<Endpoint> endpoints) {
        return HttpServer.of(service, "Comptoir head office", ROOT, tokens)
                .telemetry(telemetry)
                .readyWhen(database::isReachable)
                .cachingResponses(CacheTag.of(database))
                .serve(ROOT, PeerEndpoints.of(tokens, inbox))
                .serve(API, endpoints)
                .assets(Pages.of(ROOT, HeadOfficeService.class).assets())
                .documentedBy(ApiDocs::assets)
                .start();
    }

    private static void addFirstManager(Employees employees, HeadOfficeSettings.@Nullable FirstManager first) {
        if (first != null) {
            employees.addFirstManager(first.username(), first.displayName(), PASSWORDS.hash(first.password()));
        }
    }

    private static HeadOfficeEvents events(Activities activities, Outbox outbox, Clock clock) {
        return new HeadOfficeEvents(
                new Alerts(activities),
                new RestockOrders(activities),
                new ZReports(activities),
                new Reservations(outbox, clock),
                activities);
    }

    private static SignalHistory signalHistory(HeadOfficeSettings settings, Clock clock) {
        URI prometheus = settings.prometheus();
        if (prometheus != null) {
            return new PrometheusHistory(prometheus, clock);
        }
        Map<String, URI> targets = new TreeMap<>(settings.watch());
        if (targets.isEmpty()) {
            targets.putAll(settings.service().peers());
            targets.put(
                    settings.service().name(),
                    URI.create("http://127.0.0.1:" + settings.service().http().port()));
        }
        return Scraper.start(
                targets.entrySet().stream()
                        .map(one -> new ScrapeTarget(one.getKey().replaceFirst("-[0-9]+$", ""), one.getValue()))
                        .toList(),
                clock);
    }

    private static List<String> storeServices(List<String> names) {
        return names.stream()
                .filter(name -> !name.equals(HeadOfficeEvents.LOGISTICS))
                .toList();
    }

    /**
     * Opens the database, brings its schema up to date, and serves until closed.
     *
     * @throws dev.comptoir.platform.http.PortTaken when another process listens on the port
     */
    public static HeadOfficeService start(HeadOfficeSettings settings) {
        return start(settings, Clock.systemUTC());
    }

    static HeadOfficeService start(HeadOfficeSettings settings, Clock clock) {
        Telemetry telemetry = Telemetry.of(settings.service());
        Database database = openDatabase(settings.service().database(), telemetry.metrics());
        try {
            PastDays.sumUp(database);
            return new HeadOfficeService(settings, telemetry, database, clock);
        } catch (RuntimeException failure) {
            database.close();
            telemetry.close();
            throw failure;
        }
    }

    static Database openDatabase(DatabaseSettings settings, Metrics metrics) {
        return Database.open(
                settings,
                "classpath:dev/comptoir/headoffice/migrations",
                metrics,
                ColumnType.bigint(Money.class, Money::cents, Money::ofCents),
                ColumnType.integer(Quantity.class, Quantity::units, Quantity::of),
                ColumnType.text(StockLevel.class, StockLevel::word, StockLevel::stored),
                ColumnType.text(Tender.class, Tender::word, Tender::stored),
                ColumnType.text(Role.class, Role::word, Role::stored));
    }

    public int port() {
        return server.port();
    }

    /** Readiness fails first, requests in flight end, and the pool closes last. */
    @Override
    public void close() {
        Closing.inOrder(
                server,
                signals,
                peers,
                housekeeping,
                reconciliation,
                stockUpdates,
                activities,
                tokens,
                database,
                telemetry);
    }
}
