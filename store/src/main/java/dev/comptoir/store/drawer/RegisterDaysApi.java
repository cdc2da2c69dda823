package dev.comptoir.store.drawer;

import static dev.comptoir.store.approvals.ApprovalProblems.APPROVAL_NEEDED;
import static dev.comptoir.store.approvals.ApprovalProblems.APPROVAL_REFUSED;
import static dev.comptoir.store.checkout.CheckoutProblems.CASH_NOT_PAYABLE;
import static dev.comptoir.store.registers.RegisterProblems.CART_NOT_EMPTY;
import static dev.comptoir.store.registers.RegisterProblems.REGISTER_CLOSED;
import static dev.comptoir.store.registers.RegisterProblems.REGISTER_GONE;
import static dev.comptoir.store.registers.RegisterProblems.REGISTER_OUT_OF_SERVICE;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.approvals.ApprovalProblems;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approved;
import dev.comptoir.store.checkout.CheckoutProblems;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.drawer.RegisterReport.Denomination;
import dev.comptoir.store.registers.RegisterProblems;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Opens and closes the day of the caller's register, and moves cash in and out of its drawer. */
public final class RegisterDaysApi {
    private static final ProblemType REGISTER_OPEN =
            new ProblemType("register-open", 409, "The register is already open");
    private static final ProblemType DRAWER_TOO_SHORT =
            new ProblemType("drawer-too-short", 409, "The drawer holds less cash than is taken out");

    private static final int DENOMINATIONS_LIMIT = 40;

    private final Database database;
    private final RegisterDays days;
    private final Approvals approvals;

    public RegisterDaysApi(Database database, RegisterDays days, Approvals approvals) {
        this.database = database;
        this.days = days;
        this.approvals = approvals;
    }

    /**
     * The state of a register.
     *
     * @param day the number of the last day that was opened; 0 when there is none
     * @param openedBy absent on a closed register
     * @param parkedCarts of the whole store
     */
    public record RegisterState(
            @JsonUnwrapped Till till,
            String name,
            boolean open,
            int day,
            @Nullable String openedBy,
            @Nullable Instant openedAt,
            @Nullable Money openingFloat,
            long parkedCarts) {}

    /** @param openingFloat the cash in the drawer at the start, 0.00 to 1,000,000.00 */
    public record NewDay(Money openingFloat) {
        public NewDay {
            if (openingFloat.isNegative() || openingFloat.cents() > NewCashMovement.CASH_LIMIT_CENTS) {
                throw new IllegalArgumentException(
                        "a float lies between 0 and " + NewCashMovement.CASH_LIMIT_CENTS + " cents");
            }
        }
    }

    /** @param counted each value once, at most {@value #DENOMINATIONS_LIMIT} */
    public record NewClosing(List<Denomination> counted) {
        public NewClosing {
            counted = List.copyOf(counted);
            if (counted.size() > DENOMINATIONS_LIMIT) {
                throw new IllegalArgumentException("at most " + DENOMINATIONS_LIMIT + " denominations are counted");
            }
            if (counted.stream().map(Denomination::value).distinct().count() != counted.size()) {
                throw new IllegalArgumentException("a closing names each denomination once");
            }
        }
    }

    /** @param parkedCarts how many carts of the store are still parked */
    public record Closing(RegisterReport report, long parkedCarts) {}

    public List<Endpoint> endpoints() {
        return List.of(state(), open(), move(), xReport(), close());
    }

    private Endpoint state() {
        return Endpoint.get("/register", "The state of the caller's register")
                .access(Staff.ANY)
                .returns(200, RegisterState.class)
                .refuses(REGISTER_GONE)
                .handledBy(request -> database.read(sql -> state(sql, Till.of(request.caller())))
                        .map(Response::ok)
                        .orElseGet(RegisterProblems::gone));
    }

    private Endpoint open() {
        return Endpoint.post("/register/open", "Opens the register's day with a float")
                .access(Staff.ANY)
                .idempotent()
                .body(NewDay.class)
                .returns(201, RegisterState.class)
                .refuses(REGISTER_OPEN, CASH_NOT_PAYABLE, REGISTER_GONE, REGISTER_OUT_OF_SERVICE)
                .handledBy(this::open);
    }

    private Endpoint move() {
        return Endpoint.post("/register/cash-movements", "Puts cash in or takes some out, with a reason")
                .access(Staff.ANY)
                .idempotent()
                .body(NewCashMovement.class)
                .returns(201, CashMovement.class)
                .refuses(REGISTER_CLOSED, DRAWER_TOO_SHORT, CASH_NOT_PAYABLE, REGISTER_GONE)
                .refuses(APPROVAL_NEEDED, APPROVAL_REFUSED)
                .handledBy(this::move);
    }

    private Endpoint xReport() {
        return Endpoint.get("/register/x-report", "The totals of the register since it was opened")
                .access(Staff.ANY)
                .returns(200, RegisterReport.class)
                .refuses(REGISTER_CLOSED, REGISTER_GONE)
                .handledBy(this::xReport);
    }

    private Endpoint close() {
        return Endpoint.post("/register/close", "Closes the register's day for good, with the counted cash")
                .access(Staff.ANY)
                .idempotent()
                .body(NewClosing.class)
                .returns(201, Closing.class)
                .refuses(REGISTER_CLOSED, CART_NOT_EMPTY, CASH_NOT_PAYABLE, REGISTER_GONE)
                .handledBy(this::close);
    }

    private Response open(Request request) {
        NewDay day = request.body(NewDay.class);
        return RegisterWrites.once(database, request, "open", day, (transaction, till) -> switch (days.open(
                transaction, till, request.caller().name(), day.openingFloat())) {
            case RegisterDays.Opened opened ->
                Response.created(
                        "/store/api/v1/register", state(transaction.sql(), till).orElseThrow());
            case RegisterDays.Refusal refusal -> refused(refusal);
        });
    }

    private Response move(Request request) {
        NewCashMovement movement = request.body(NewCashMovement.class);
        Optional<String> manager = movement.isOut()
                ? approvals.managerOf(request.caller(), request.clientAddress(), movement.approval())
                : Optional.empty();
        if (movement.isOut() && manager.isEmpty()) {
            return ApprovalProblems.needed(movement.amount(), Money.ZERO);
        }
        String caller = request.caller().name();
        Map<String, Object> withoutApproval =
                Map.of("direction", movement.direction(), "amount", movement.amount(), "reason", movement.reason());
        return RegisterWrites.once(database, request, "cash", withoutApproval, (transaction, till) -> switch (days.move(
                transaction, till, caller, movement, manager.orElse(null))) {
            case RegisterDays.Moved(var moved) -> {
                manager.ifPresent(approver -> approvals.record(
                        transaction,
                        till,
                        Approved.of(Approvals.Kind.CASH_OUT, moved.reason(), moved.amount()),
                        caller,
                        approver));
                yield Response.created("/store/api/v1/register/x-report", moved);
            }
            case RegisterDays.Refusal refusal -> refused(refusal);
        });
    }

    private Response xReport(Request request) {
        Till till = Till.of(request.caller());
        return database.read(sql -> {
            Optional<RegisterState> state = state(sql, till);
            if (state.isEmpty()) {
                return RegisterProblems.gone();
            }
            return state.get().open()
                    ? Response.ok(Reports.of(sql, till, state.get().day()))
                    : refused(new RegisterDays.RegisterClosed());
        });
    }

    private Response close(Request request) {
        NewClosing closing = request.body(NewClosing.class);
        return RegisterWrites.once(database, request, "close", closing, (transaction, till) -> switch (days.close(
                transaction, till, request.caller().name(), closing.counted())) {
            case RegisterDays.Closed(var report) ->
                Response.created(
                        "/store/api/v1/z-reports/" + report.number(),
                        new Closing(
                                report,
                                state(transaction.sql(), till).orElseThrow().parkedCarts()));
            case RegisterDays.Refusal refusal -> refused(refusal);
        });
    }

    private static Response refused(RegisterDays.Refusal refusal) {
        return switch (refusal) {
            case RegisterDays.RegisterOpen open -> Response.problem(REGISTER_OPEN, "close its day first");
            case RegisterDays.RegisterClosed closed -> RegisterProblems.closed();
            case RegisterDays.RegisterOutOfService outOfService -> RegisterProblems.outOfService();
            case RegisterDays.CartNotEmpty cart -> RegisterProblems.cartNotEmpty();
            case RegisterDays.DrawerTooShort(var wanted, var expected) ->
                Response.problem(
                        DRAWER_TOO_SHORT,
                        "%s requested, %s expected in the drawer".formatted(wanted, expected),
                        Map.of("wanted", wanted, "expected", expected));
            case RegisterDays.CashNotPayable(var cash, var increment) ->
                CheckoutProblems.cashNotPayable(cash, increment);
            case RegisterDays.RegisterGone gone -> RegisterProblems.gone();
        };
    }

    private static Optional<RegisterState> state(Handle sql, Till till) {
        return sql.createQuery("""
                        SELECT r.name, r.open, r.day, d.opened_by, d.opened_at, d.opening_float,
                               (SELECT count(*) FROM parked_cart p WHERE p.store_code = r.store_code) AS parked
                        FROM register r LEFT JOIN register_day d
                            ON r.open AND d.store_code = r.store_code AND d.register = r.number AND d.day = r.day
                        WHERE r.store_code = :store AND r.number = :register
                        """)
                .bindMethods(till)
                .map(row -> new RegisterState(
                        till,
                        row.getColumn("name", String.class),
                        row.getColumn("open", Boolean.class),
                        row.getColumn("day", Integer.class),
                        row.getColumn("opened_by", String.class),
                        row.getColumn("opened_at", Instant.class),
                        row.getColumn("opening_float", Money.class),
                        row.getColumn("parked", Long.class)))
                .findOne();
    }
}
