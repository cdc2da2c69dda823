package dev.comptoir.store.drawer;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approval;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.drawer.RegisterReport.Denomination;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The day of the caller's register. */
public final class DrawerApi {
    public static final ProblemType REGISTER_CLOSED =
            new ProblemType("register-closed", 409, "The register is closed: open it first");
    static final ProblemType REGISTER_OPEN = new ProblemType("register-open", 409, "The register is open already");
    static final ProblemType DRAWER_TOO_SHORT =
            new ProblemType("drawer-too-short", 409, "The drawer should hold less than what is taken out");
    public static final ProblemType CART_NOT_EMPTY =
            new ProblemType("cart-not-empty", 409, "The register's cart is not empty");
    public static final ProblemType REGISTER_GONE =
            new ProblemType("register-gone", 409, "The register of this session no longer exists");

    /** One million dollars: more than any drawer holds. */
    private static final long CASH_LIMIT_CENTS = 100_000_000;

    private static final int REASON_LIMIT = 200;
    private static final int DENOMINATIONS_LIMIT = 40;

    private final Database database;
    private final Days days;
    private final Approvals approvals;

    public DrawerApi(Database database, Days days, Approvals approvals) {
        this.database = database;
        this.days = days;
        this.approvals = approvals;
    }

    /**
     * How a register stands.
     *
     * @param day the number of the last day that was opened; 0 when there is none
     * @param openedBy absent on a closed register
     * @param parkedCarts of the whole store
     */
    public record RegisterState(
            String store,
            int register,
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
            if (openingFloat.isNegative() || openingFloat.cents() > CASH_LIMIT_CENTS) {
                throw new IllegalArgumentException("a float lies between 0 and " + CASH_LIMIT_CENTS + " cents");
            }
        }
    }

    /**
     * Cash to be put in or taken out.
     *
     * @param direction {@code in} or {@code out}
     * @param amount 0.01 to 1,000,000.00
     * @param reason 1 to 200 characters
     * @param approval a clerk needs one to take cash out
     */
    public record NewCashMovement(
            String direction,
            Money amount,
            String reason,
            @Nullable Approval approval) {
        public NewCashMovement {
            if (!direction.equals("in") && !direction.equals("out")) {
                throw new IllegalArgumentException("a direction is one of in, out");
            }
            if (amount.cents() < 1 || amount.cents() > CASH_LIMIT_CENTS) {
                throw new IllegalArgumentException("an amount lies between 1 and " + CASH_LIMIT_CENTS + " cents");
            }
            if (reason.isBlank() || reason.length() > REASON_LIMIT) {
                throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
            }
        }

        boolean isOut() {
            return direction.equals("out");
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
        return List.of(
                Endpoint.get("/register", "How the caller's register stands")
                        .access(Staff.ANY)
                        .answers(200, RegisterState.class)
                        .refuses(REGISTER_GONE)
                        .handledBy(request -> database.read(sql -> state(sql, Till.of(request.caller())))
                                .map(Response::ok)
                                .orElseGet(DrawerApi::gone)),
                Endpoint.post("/register/open", "Opens the register's day with a float")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewDay.class)
                        .answers(201, RegisterState.class)
                        .refuses(REGISTER_OPEN, REGISTER_GONE)
                        .handledBy(this::open),
                Endpoint.post("/register/cash-movements", "Puts cash in or takes some out, with a reason")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewCashMovement.class)
                        .answers(201, CashMovement.class)
                        .refuses(
                                REGISTER_CLOSED,
                                DRAWER_TOO_SHORT,
                                REGISTER_GONE,
                                Approvals.APPROVAL_NEEDED,
                                Approvals.APPROVAL_REFUSED)
                        .handledBy(this::move),
                Endpoint.get("/register/x-report", "What the register did since it was opened")
                        .access(Staff.ANY)
                        .answers(200, RegisterReport.class)
                        .refuses(REGISTER_CLOSED, REGISTER_GONE)
                        .handledBy(this::report),
                Endpoint.post("/register/close", "Closes the register's day for good, with what was counted")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewClosing.class)
                        .answers(201, Closing.class)
                        .refuses(REGISTER_CLOSED, CART_NOT_EMPTY, REGISTER_GONE)
                        .handledBy(this::close));
    }

    private Response open(Request request) {
        NewDay day = request.body(NewDay.class);
        return once(request, "open", day, (transaction, till) -> switch (days.open(
                transaction, till, request.caller().name(), day.openingFloat())) {
            case Days.Opened opened ->
                Response.created(
                        "/store/api/v1/register", state(transaction.sql(), till).orElseThrow());
            case Days.Refusal refusal -> refused(refusal);
        });
    }

    private Response move(Request request) {
        NewCashMovement movement = request.body(NewCashMovement.class);
        Optional<String> manager =
                movement.isOut() ? approvals.managerOf(request, movement.approval()) : Optional.empty();
        if (movement.isOut() && manager.isEmpty()) {
            return Approvals.needed(movement.amount(), Money.ZERO);
        }
        String caller = request.caller().name();
        Map<String, Object> asked =
                Map.of("direction", movement.direction(), "amount", movement.amount(), "reason", movement.reason());
        return once(request, "cash", asked, (transaction, till) -> switch (days.move(
                transaction, till, caller, movement, manager.orElse(null))) {
            case Days.Moved(var moved) -> {
                manager.ifPresent(approver -> approvals.record(
                        transaction, till, Approvals.Kind.CASH_OUT, moved.reason(), moved.amount(), caller, approver));
                yield Response.created("/store/api/v1/register/x-report", moved);
            }
            case Days.Refusal refusal -> refused(refusal);
        });
    }

    private Response report(Request request) {
        Till till = Till.of(request.caller());
        return database.read(sql -> {
            Optional<RegisterState> state = state(sql, till);
            if (state.isEmpty()) {
                return gone();
            }
            return state.get().open()
                    ? Response.ok(Reports.of(sql, till, state.get().day()))
                    : refused(new Days.NotOpen());
        });
    }

    private Response close(Request request) {
        NewClosing closing = request.body(NewClosing.class);
        return once(request, "close", closing, (transaction, till) -> switch (days.close(
                transaction, till, request.caller().name(), closing.counted())) {
            case Days.Closed(var report) ->
                Response.created(
                        "/store/api/v1/z-reports/" + report.number(),
                        new Closing(
                                report,
                                state(transaction.sql(), till).orElseThrow().parkedCarts()));
            case Days.Refusal refusal -> refused(refusal);
        });
    }

    private Response once(
            Request request, String operation, Object asked, BiFunction<Transaction, Till, Response> work) {
        Till till = Till.of(request.caller());
        return database.write(transaction -> Idempotency.once(
                transaction,
                till.scope(operation),
                request.idempotencyKey(),
                asked,
                () -> work.apply(transaction, till)));
    }

    private static Response refused(Days.Refusal refusal) {
        return switch (refusal) {
            case Days.AlreadyOpen open -> Response.problem(REGISTER_OPEN, "close its day first");
            case Days.NotOpen closed -> Response.problem(REGISTER_CLOSED, "count the float and open the register");
            case Days.CartNotEmpty cart -> Response.problem(CART_NOT_EMPTY, "sell, park or empty the cart first");
            case Days.DrawerTooShort(var wanted, var expected) ->
                Response.problem(
                        DRAWER_TOO_SHORT,
                        "%s wanted, %s expected in the drawer".formatted(wanted, expected),
                        Map.of("wanted", wanted, "expected", expected));
            case Days.RegisterGone gone -> gone();
        };
    }

    private static Response gone() {
        return Response.problem(REGISTER_GONE, "log in at another register");
    }

    private static Optional<RegisterState> state(Handle sql, Till till) {
        return sql.createQuery("""
                        SELECT r.name, r.open, r.day, d.opened_by, d.opened_at, d.opening_float,
                               (SELECT count(*) FROM parked_cart p WHERE p.store_code = r.store_code) AS parked
                        FROM register r LEFT JOIN register_day d
                            ON r.open AND d.store_code = r.store_code AND d.register = r.number AND d.day = r.day
                        WHERE r.store_code = :store AND r.number = :register
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .map((row, context) -> new RegisterState(
                        till.store(),
                        till.register(),
                        row.getString("name"),
                        row.getBoolean("open"),
                        row.getInt("day"),
                        row.getString("opened_by"),
                        row.getTimestamp("opened_at") == null
                                ? null
                                : row.getTimestamp("opened_at").toInstant(),
                        row.getTimestamp("opened_at") == null ? null : Money.ofCents(row.getLong("opening_float")),
                        row.getLong("parked")))
                .findOne();
    }
}
