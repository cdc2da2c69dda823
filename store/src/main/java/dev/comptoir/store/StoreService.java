package dev.comptoir.store;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Role;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.housekeeping.Housekeeping;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.peers.DeadLetters;
import dev.comptoir.platform.peers.PeerEndpoints;
import dev.comptoir.platform.peers.Peers;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.ColumnType;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.ApprovalsApi;
import dev.comptoir.store.book.BookApi;
import dev.comptoir.store.book.ReconciliationApi;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.catalogue.ProductsApi;
import dev.comptoir.store.checkout.CartApi;
import dev.comptoir.store.checkout.Carts;
import dev.comptoir.store.checkout.Checkout;
import dev.comptoir.store.checkout.ParkedCarts;
import dev.comptoir.store.checkout.ParkedCartsApi;
import dev.comptoir.store.checkout.SalesApi;
import dev.comptoir.store.drawer.RegisterDays;
import dev.comptoir.store.drawer.RegisterDaysApi;
import dev.comptoir.store.drawer.ZReportsApi;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.refunds.Refunds;
import dev.comptoir.store.refunds.RefundsApi;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.SessionsApi;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.registers.StoresApi;
import dev.comptoir.store.restocking.RestockOrders;
import dev.comptoir.store.restocking.RestockOrdersApi;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.StockApi;
import dev.comptoir.ui.Pages;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** One deployment of the store service: it serves one or many stores, at any number of instances. */
public final class StoreService implements AutoCloseable {
    private static final String ROOT = "/store";
    private static final String API = ROOT + "/api/v1";

    private final Telemetry telemetry;
    private final Database database;
    private final Tokens tokens;
    private final Peers peers;
    private final Housekeeping housekeeping;
    private final HttpServer server;

    private StoreService(StoreSettings storeSettings, Telemetry telemetry, Database database, Clock clock) {
        ServiceSettings settings = storeSettings.service();
        this.telemetry = telemetry;
        this.database = database;
        this.tokens = Tokens.open(settings, database, clock);
        Outbox outbox = new Outbox(database);
        Shelf shelf = new Shelf(outbox, clock);
        Employees employees = new Employees(database, tokens);
        Stores stores = new Stores(database, settings.name());
        Login login = new Login(new Passwords(), clock);
        Approvals approvals = new Approvals(login, employees, clock);
        Refunds refunds = new Refunds(shelf, outbox, approvals, storeSettings.refundLimit(), clock);
        RestockOrders orders = new RestockOrders(shelf, outbox, clock);
        SalesMetrics metrics = new SalesMetrics(telemetry.metrics());
        Inbox inbox = new Inbox(
                database, new StoreEvents(employees, stores, new Catalogue(shelf, settings.name()), orders), telemetry);
        List<Endpoint> endpoints = Stream.of(
                        new StoresApi(database, stores, storeSettings.loginList()).endpoints(),
                        new SessionsApi(database, login, tokens, employees, stores).endpoints(),
                        new RegisterDaysApi(database, new RegisterDays(outbox, clock), approvals).endpoints(),
                        new ZReportsApi(database).endpoints(),
                        new ApprovalsApi(database).endpoints(),
                        new ProductsApi(database).endpoints(),
                        new StockApi(database, shelf, outbox, clock).endpoints(),
                        new CartApi(database, new Carts(), approvals).endpoints(),
                        new ParkedCartsApi(database, new ParkedCarts(clock)).endpoints(),
                        new SalesApi(new Checkout(database, outbox, metrics, clock), metrics).endpoints(),
                        new BookApi(database).endpoints(),
                        new RefundsApi(database, refunds, approvals, metrics).endpoints(),
                        new RestockOrdersApi(database, orders).endpoints(),
                        ReconciliationApi.endpoints(database, clock, telemetry.metrics()),
                        new StatusApi(database, outbox).endpoints(),
                        DeadLetters.endpoints(database, outbox, Role.MANAGER.word()))
                .flatMap(List::stream)
                .toList();
        this.server = HttpServer.of(settings, "Comptoir store", ROOT, tokens)
                .telemetry(telemetry)
                .readyWhen(database::isReachable)
                .cachingResponses(CacheTag.of(database))
                .serve(ROOT, PeerEndpoints.of(tokens, inbox))
                .serve(API, endpoints)
                .assets(Pages.of(ROOT, StoreService.class).assets())
                .documentedBy(ApiDocs::assets)
                .start();
        this.peers = Peers.start(settings, database, outbox, tokens, telemetry);
        this.housekeeping =
                Housekeeping.start(database, List.of(new Housekeeping.Rule("parked_cart", ParkedCarts.EXPIRED)));
    }

    /**
     * Opens the database, brings its schema up to date, and serves until closed.
     *
     * @throws dev.comptoir.platform.http.PortTaken when another process listens on the port
     */
    public static StoreService start(StoreSettings settings) {
        return start(settings, Clock.systemUTC());
    }

    static StoreService start(StoreSettings settings, Clock clock) {
        Telemetry telemetry = Telemetry.of(settings.service());
        Database database = openDatabase(settings.service().database(), telemetry.metrics());
        try {
            return new StoreService(settings, telemetry, database, clock);
        } catch (RuntimeException failure) {
            database.close();
            telemetry.close();
            throw failure;
        }
    }

    static Database openDatabase(DatabaseSettings settings, Metrics metrics) {
        return Database.open(
                settings,
                "classpath:dev/comptoir/store/migrations",
                metrics,
                ColumnType.bigint(Money.class, Money::cents, Money::ofCents),
                ColumnType.integer(Quantity.class, Quantity::units, Quantity::of),
                ColumnType.text(StockLevel.class, StockLevel::word, StockLevel::of),
                ColumnType.text(Tender.class, Tender::word, Tender::of),
                ColumnType.text(Role.class, Role::word, Role::of));
    }

    public int port() {
        return server.port();
    }

    /** Readiness fails first, requests in flight end, and the pool closes last. */
    @Override
    public void close() {
        server.close();
        peers.close();
        housekeeping.close();
        tokens.close();
        database.close();
        telemetry.close();
    }
}
