package dev.comptoir.store.refunds;

import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approval;
import dev.comptoir.store.drawer.DrawerApi;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Taking goods back. */
public final class RefundsApi {
    public static final Parameter<String> SALE =
            Parameter.path("number", "The number of a sale: S1-2-000042", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}");

    public static final ProblemType OTHER_STORE =
            new ProblemType("other-store", 403, "The sale belongs to another store");
    static final ProblemType UNKNOWN_LINE = new ProblemType("unknown-line", 422, "The sale has no such line");
    static final ProblemType NOTHING_RETURNABLE =
            new ProblemType("nothing-returnable", 409, "Everything was returned already");
    static final ProblemType RETURNED_TOO_MUCH =
            new ProblemType("returned-too-much", 409, "More would come back than was sold");

    private static final int LINES_LIMIT = 200;
    private static final int REASON_LIMIT = 200;

    private final Database database;
    private final Refunds refunds;
    private final Approvals approvals;
    private final SalesMetrics takings;

    public RefundsApi(Database database, Refunds refunds, Approvals approvals, SalesMetrics takings) {
        this.database = database;
        this.refunds = refunds;
        this.approvals = approvals;
        this.takings = takings;
    }

    /**
     * What comes back.
     *
     * @param lines absent for everything that is still returnable
     * @param backToShelf for when {@code lines} is absent; true when absent itself
     * @param reason 1 to 200 characters
     * @param tender how the money is given back; as the sale was first paid when absent
     * @param approval a clerk needs one above a limit
     */
    public record NewRefund(
            @Nullable List<NewRefundLine> lines,
            @Nullable Boolean backToShelf,
            String reason,
            @Nullable Tender tender,
            @Nullable Approval approval) {
        public NewRefund {
            lines = lines == null ? null : List.copyOf(lines);
            if (lines != null && (lines.isEmpty() || lines.size() > LINES_LIMIT)) {
                throw new IllegalArgumentException("a refund has 1 to " + LINES_LIMIT + " lines");
            }
            if (lines != null
                    && lines.stream().map(NewRefundLine::line).distinct().count() != lines.size()) {
                throw new IllegalArgumentException("a refund names each line once");
            }
            if (lines != null && backToShelf != null) {
                throw new IllegalArgumentException("each line says whether it goes back to the shelf");
            }
            if (reason.isBlank() || reason.length() > REASON_LIMIT) {
                throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
            }
        }

        /** What the request is known by when it is sent again: no password stays. */
        NewRefund withoutApproval() {
            return new NewRefund(lines, backToShelf, reason, tender, null);
        }
    }

    /** @param line the line's place in the sale, from 1 */
    public record NewRefundLine(int line, Quantity quantity, boolean backToShelf) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/sales/{number}/refunds", "Takes a sale back, whole or in part")
                .access(Staff.ANY)
                .takes(SALE)
                .idempotent()
                .body(NewRefund.class)
                .answers(201, Refund.class)
                .refuses(
                        ProblemType.NOT_FOUND,
                        OTHER_STORE,
                        UNKNOWN_LINE,
                        NOTHING_RETURNABLE,
                        RETURNED_TOO_MUCH,
                        DrawerApi.REGISTER_CLOSED,
                        Approvals.APPROVAL_NEEDED,
                        Approvals.APPROVAL_REFUSED)
                .handledBy(request -> takings.noting(refund(request))));
    }

    private Response refund(Request request) {
        NewRefund wanted = request.body(NewRefund.class);
        String sale = request.get(SALE);
        Till till = Till.of(request.caller());
        Optional<String> manager = approvals.managerOf(request, wanted.approval());
        return database.write(transaction -> Idempotency.once(
                transaction,
                till.scope("refund"),
                request.idempotencyKey(),
                Map.of("sale", sale, "refund", wanted.withoutApproval()),
                () -> answer(
                        transaction,
                        refunds.take(transaction, till, request.caller().name(), sale, wanted, manager))));
    }

    private Response answer(Transaction transaction, Refunds.Outcome outcome) {
        return switch (outcome) {
            case Refunds.Taken(var refund) -> {
                transaction.afterCommit(() -> takings.refunded(refund.store(), refund.total()));
                yield Response.created("/store/api/v1/sales/" + refund.saleNumber(), refund);
            }
            case Refunds.UnknownSale unknown -> Response.problem(ProblemType.NOT_FOUND, "no sale has this number");
            case Refunds.OtherStore other ->
                Response.problem(OTHER_STORE, "only the store that sold may take the goods back");
            case Refunds.UnknownLine(var line) ->
                Response.problem(UNKNOWN_LINE, "the sale has no line " + line, Map.of("line", line));
            case Refunds.NothingReturnable nothing ->
                Response.problem(NOTHING_RETURNABLE, "no unit of this sale is left to return");
            case Refunds.TooMuch(var line, var wanted, var returnable) ->
                Response.problem(
                        RETURNED_TOO_MUCH,
                        "%d of line %d wanted, %d returnable".formatted(wanted, line, returnable),
                        Map.of("line", line, "wanted", wanted, "returnable", returnable));
            case Refunds.RegisterClosed closed ->
                Response.problem(DrawerApi.REGISTER_CLOSED, "count the float and open the register");
            case Refunds.ApprovalNeeded(var total, var limit) -> Approvals.needed(total, limit);
        };
    }
}
