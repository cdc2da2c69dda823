package dev.comptoir.store;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.outbox.DeadLetterBox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.peers.DeadLetters;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.ApprovalsApi;
import dev.comptoir.store.book.BookApi;
import dev.comptoir.store.book.ReconciliationApi;
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
import dev.comptoir.store.receipts.ReceiptsApi;
import dev.comptoir.store.refunds.Exchanges;
import dev.comptoir.store.refunds.ExchangesApi;
import dev.comptoir.store.refunds.RefundApprovals;
import dev.comptoir.store.refunds.Refunds;
import dev.comptoir.store.refunds.RefundsApi;
import dev.comptoir.store.refunds.Reservations;
import dev.comptoir.store.refunds.ReservationsApi;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.SessionsApi;
import dev.comptoir.store.registers.Stores;
import dev.comptoir.store.registers.StoresApi;
import dev.comptoir.store.restocking.RestockOrders;
import dev.comptoir.store.restocking.RestockOrdersApi;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.StockApi;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The endpoints of the store service, and the objects that serve them. */
final class StoreEndpoints {
    private final StoreSettings settings;
    private final Database database;
    private final Tokens tokens;
    private final Outbox outbox;
    private final Reservations reservations;
    private final DeadLetterBox deadLetters;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Shelf shelf;
    private final Employees employees;
    private final Login login;
    private final Approvals approvals;

    StoreEndpoints(
            StoreSettings settings,
            Database database,
            Tokens tokens,
            Outbox outbox,
            Reservations reservations,
            DeadLetterBox deadLetters,
            Telemetry telemetry,
            Clock clock) {
        this.settings = settings;
        this.database = database;
        this.tokens = tokens;
        this.outbox = outbox;
        this.reservations = reservations;
        this.deadLetters = deadLetters;
        this.telemetry = telemetry;
        this.clock = clock;
        this.shelf = new Shelf(outbox, clock);
        this.employees = new Employees(database, tokens);
        this.login = new Login(new Passwords(), tokens, clock);
        this.approvals = new Approvals(login, employees, clock);
    }

    List<Endpoint> all(ReconciliationJob reconciliation) {
        return concat(Stream.of(registers(), checkout(), stock(), operations(reconciliation)));
    }

    private List<Endpoint> registers() {
        Stores stores = new Stores(database, settings.service().name());
        return concat(Stream.of(
                new StoresApi(employees, stores, settings.loginList(), clock).endpoints(),
                new SessionsApi(database, login, tokens, employees, stores).endpoints(),
                new RegisterDaysApi(database, new RegisterDays(outbox, clock), approvals).endpoints(),
                new ZReportsApi(database).endpoints(),
                new ApprovalsApi(database).endpoints()));
    }

    private List<Endpoint> checkout() {
        Carts carts = new Carts(clock);
        SalesMetrics metrics = new SalesMetrics(telemetry.metrics());
        Checkout checkout = new Checkout(database, outbox, metrics, clock);
        RefundApprovals refundApprovals = new RefundApprovals(approvals, settings.refundLimits());
        Refunds refunds = new Refunds(shelf, outbox, refundApprovals, reservations, clock);
        Exchanges exchanges = new Exchanges(refunds, checkout, shelf);
        return concat(Stream.of(
                new CartApi(database, carts, approvals).endpoints(),
                new ParkedCartsApi(database, new ParkedCarts(carts, clock)).endpoints(),
                new SalesApi(checkout, metrics).endpoints(),
                new BookApi(database).endpoints(),
                new ReceiptsApi(database, settings.mail(), clock).endpoints(),
                new ReservationsApi(database, reservations).endpoints(),
                new RefundsApi(database, refunds, approvals, metrics).endpoints(),
                new ExchangesApi(database, exchanges, approvals, metrics).endpoints()));
    }

    private List<Endpoint> stock() {
        return concat(Stream.of(
                new ProductsApi(database).endpoints(),
                new StockApi(database, shelf, outbox, clock).endpoints(),
                new RestockOrdersApi(database, new RestockOrders(shelf, outbox, clock)).endpoints()));
    }

    private List<Endpoint> operations(ReconciliationJob reconciliation) {
        return concat(Stream.of(
                ReconciliationApi.endpoints(database, reconciliation, telemetry.metrics()),
                new StatusApi(database, outbox).endpoints(),
                DeadLetters.endpoints(database, deadLetters, Role.MANAGER.word())));
    }

    private static List<Endpoint> concat(Stream<List<Endpoint>> endpoints) {
        return endpoints.flatMap(List::stream).toList();
    }
}
