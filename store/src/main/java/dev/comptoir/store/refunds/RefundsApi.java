package dev.comptoir.store.refunds;

import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.ApprovalProblems;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.RegisterProblems;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refunds of sales, whole or in part, and what they would hand back. */
public final class RefundsApi {
    public static final Parameter<String> SALE =
            Parameter.path("number", "The number of a sale: S1-2-000042", "[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}");

    public static final ProblemType OTHER_STORE =
            new ProblemType("other-store", 403, "The sale was made at another store");
    static final ProblemType SALE_RESERVED =
            new ProblemType("sale-reserved", 409, "Another store is about to refund the sale");
    static final ProblemType UNKNOWN_LINE = new ProblemType("unknown-line", 422, "The sale has no such line");
    static final ProblemType NOTHING_RETURNABLE =
            new ProblemType("nothing-returnable", 409, "Everything has already been returned");
    static final ProblemType RETURNED_TOO_MUCH =
            new ProblemType("returned-too-much", 409, "More units are returned than were sold");

    private final Database database;
    private final Refunds refunds;
    private final Approvals approvals;
    private final SalesMetrics metrics;

    public RefundsApi(Database database, Refunds refunds, Approvals approvals, SalesMetrics metrics) {
        this.database = database;
        this.refunds = refunds;
        this.approvals = approvals;
        this.metrics = metrics;
    }

    public List<Endpoint> endpoints() {
        return List.of(refunds(), previews());
    }

    private Endpoint refunds() {
        return Endpoint.post("/sales/{number}/refunds", "Refunds a sale, whole or in part")
                .access(Staff.ANY)
                .takes(SALE)
                .idempotent()
                .body(NewRefund.class)
                .returns(201, Refund.class)
                .refuses(
                        ProblemType.NOT_FOUND,
                        OTHER_STORE,
                        SALE_RESERVED,
                        UNKNOWN_LINE,
                        NOTHING_RETURNABLE,
                        RETURNED_TOO_MUCH,
                        RegisterProblems.REGISTER_CLOSED,
                        ApprovalProblems.APPROVAL_NEEDED,
                        ApprovalProblems.APPROVAL_REFUSED)
                .handledBy(request -> metrics.counted(refund(request)));
    }

    private Endpoint previews() {
        return Endpoint.post("/sales/{number}/refund-previews", "What a refund would hand back now; changes nothing")
                .access(Staff.ANY)
                .takes(SALE)
                .bulkhead(Bulkhead.READS)
                .body(NewRefundPreview.class)
                .returns(200, RefundPreview.class)
                .refuses(
                        ProblemType.NOT_FOUND,
                        OTHER_STORE,
                        SALE_RESERVED,
                        UNKNOWN_LINE,
                        NOTHING_RETURNABLE,
                        RETURNED_TOO_MUCH,
                        RegisterProblems.REGISTER_CLOSED)
                .handledBy(this::preview);
    }

    private Response refund(Request request) {
        NewRefund refund = request.body(NewRefund.class);
        String sale = request.get(SALE);
        String cashier = request.caller().name();
        Optional<String> manager = approvals.managerOf(request.caller(), request.clientAddress(), refund.approval());
        return RegisterWrites.once(
                database,
                request,
                "refund",
                Map.of("sale", sale, "refund", refund.withoutApproval()),
                (transaction, till) -> {
                    RefundOrder order = new RefundOrder(till, cashier, sale, refund.wanted(), refund.tender(), manager);
                    return response(transaction, refunds.refund(transaction, order, refund.reason()));
                });
    }

    private Response preview(Request request) {
        NewRefundPreview preview = request.body(NewRefundPreview.class);
        RefundOrder order = new RefundOrder(
                Till.of(request.caller()),
                request.caller().name(),
                request.get(SALE),
                new Goods.Wanted(preview.lines(), true),
                preview.tender(),
                approvals.managerOf(request.caller(), request.clientAddress(), null));
        return switch (database.<Refunds.Preview>read(sql -> refunds.preview(sql, order))) {
            case Refunds.Previewed(var previewed) -> Response.ok(previewed);
            case Refunds.Refusal refusal -> refused(refusal);
        };
    }

    private Response response(Transaction transaction, Refunds.Outcome outcome) {
        return switch (outcome) {
            case Refunds.Refunded(var refund) -> {
                transaction.afterCommit(() -> metrics.refunded(
                        refund.till().store(), refund.returned().amounts().total()));
                yield Response.created("/store/api/v1/sales/" + refund.saleNumber(), refund);
            }
            case Refunds.Refusal refusal -> refused(refusal);
        };
    }

    static Response refused(Refunds.Refusal refusal) {
        return switch (refusal) {
            case Refunds.NotFound unknown -> Response.problem(ProblemType.NOT_FOUND, "no sale has this number");
            case Refunds.OtherStore other ->
                Response.problem(OTHER_STORE, "reserve the sale before it is refunded here");
            case Refunds.SaleReserved(var store) ->
                Response.problem(
                        SALE_RESERVED, "store %s is about to refund it".formatted(store), Map.of("store", store));
            case Refunds.UnknownLine(var line) ->
                Response.problem(UNKNOWN_LINE, "the sale has no line " + line, Map.of("line", line));
            case Refunds.NothingReturnable nothing ->
                Response.problem(NOTHING_RETURNABLE, "no unit of this sale is left to return");
            case Refunds.ReturnedTooMuch(var line, var wanted, var returnable) ->
                Response.problem(
                        RETURNED_TOO_MUCH,
                        "%d of line %d requested, %d returnable".formatted(wanted, line, returnable),
                        Map.of("line", line, "wanted", wanted, "returnable", returnable));
            case Refunds.RegisterClosed closed -> RegisterProblems.closed();
            case Refunds.ApprovalNeeded(var exceeded, var amount, var limit) ->
                ApprovalProblems.needed(amount, limit, exceeded.word());
        };
    }
}
