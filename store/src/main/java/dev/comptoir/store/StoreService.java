package dev.comptoir.store;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.housekeeping.Housekeeping;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.peers.PeerEndpoints;
import dev.comptoir.platform.peers.Peers;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.ColumnType;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.store.book.ReconciliationApi;
import dev.comptoir.store.book.RegisterBooks;
import dev.comptoir.store.book.Resends;
import dev.comptoir.store.caching.CacheTag;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.refunds.OverdueReservations;
import dev.comptoir.store.refunds.Reservations;
import dev.comptoir.store.refunds.ReservedSales;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.restocking.RestockOrders;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.ui.Pages;
import java.time.Clock;

/** One deployment of the store service: it serves one or many stores, at any number of instances. */
public final class StoreService implements AutoCloseable {
    private static final String ROOT = "/store";
    private static final String API = ROOT + "/api/v1";

    private final Telemetry telemetry;
    private final Database database;
    private final Tokens tokens;
    private final Peers peers;
    private final Resends resends;
    private final OverdueReservations overdueReservations;
    private final Housekeeping housekeeping;
    private final ReconciliationJob reconciliation;
    private final HttpServer server;

    private StoreService(StoreSettings storeSettings, Telemetry telemetry, Database database, Clock clock) {
        ServiceSettings settings = storeSettings.service();
        this.telemetry = telemetry;
        this.database = database;
        this.tokens = Tokens.open(settings, database, clock);
        this.reconciliation = ReconciliationApi.job(settings);
        Outbox outbox = new Outbox(database);
        Reservations reservations = new Reservations(outbox, clock);
        Inbox inbox = new Inbox(database, events(settings.name(), outbox, reservations, clock), telemetry);
        StoreEndpoints endpoints = new StoreEndpoints(
                storeSettings, database, tokens, outbox, reservations, inbox.deadLetters(), telemetry, clock);
        this.server = HttpServer.of(settings, "Comptoir store", ROOT, tokens)
                .telemetry(telemetry)
                .readyWhen(database::isReachable)
                .cachingResponses(CacheTag.of(database))
                .serve(ROOT, PeerEndpoints.of(tokens, inbox))
                .serve(API, endpoints.all(reconciliation))
                .assets(Pages.of(ROOT, StoreService.class).assets())
                .documentedBy(ApiDocs::assets)
                .start();
        this.peers = Peers.start(
                settings, database, outbox, new RegisterBooks(outbox, settings.name(), clock), tokens, telemetry);
        this.resends = Resends.start(database, outbox);
        this.overdueReservations = OverdueReservations.start(database, reservations);
        this.housekeeping = Housekeeping.start(database, StoreTables.RETENTIONS);
        reconciliation.start();
    }

    private StoreEvents events(String name, Outbox outbox, Reservations reservations, Clock clock) {
        Shelf shelf = new Shelf(outbox, clock);
        return new StoreEvents(
                new Employees(database, tokens),
                new Stores(database, name),
                new Catalogue(shelf, name),
                new RestockOrders(shelf, outbox, clock),
                reservations,
                new ReservedSales(outbox, clock));
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
                ColumnType.text(StockLevel.class, StockLevel::word, StockLevel::stored),
                ColumnType.text(Tender.class, Tender::word, Tender::stored));
    }

    public int port() {
        return server.port();
    }

    /** Readiness fails first, requests in flight end, and the pool closes last. */
    @Override
    public void close() {
        Closing.inOrder(
                server, peers, resends, overdueReservations, housekeeping, reconciliation, tokens, database, telemetry);
    }
}
