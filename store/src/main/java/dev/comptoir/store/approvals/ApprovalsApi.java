package dev.comptoir.store.approvals;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Cursor;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Paging;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What managers approved in the caller's store. */
public final class ApprovalsApi {
    private final Database database;

    public ApprovalsApi(Database database) {
        this.database = database;
    }

    /**
     * One approval.
     *
     * @param kind refund, price or cash-out
     * @param subject what it was about: the number of a sale, a product, a reason
     */
    public record ApprovalSeen(
            long id,
            int register,
            String kind,
            String subject,
            Money amount,
            String askedBy,
            String approvedBy,
            Instant approvedAt) {}

    /** One page of approvals, newest first. */
    public record ApprovalPage(
            List<ApprovalSeen> items, @Nullable String next) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/approvals", "What managers approved in the store, newest first")
                .access(Staff.MANAGERS)
                .takes(Paging.LIMIT, Paging.AFTER)
                .answers(200, ApprovalPage.class)
                .handledBy(this::list));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        long before = after == null
                ? Long.MAX_VALUE
                : Cursor.number(Cursor.read(after, 1).getFirst());
        List<ApprovalSeen> found = database.read(sql -> sql.createQuery("""
                        SELECT id, register, kind, subject, amount, asked_by, approved_by, approved_at FROM approval
                        WHERE store_code = :store AND id < :before ORDER BY id DESC LIMIT :limit
                        """)
                .bind("store", Till.of(request.caller()).store())
                .bind("before", before)
                .bind("limit", limit + 1)
                .map((row, context) -> new ApprovalSeen(
                        row.getLong("id"),
                        row.getInt("register"),
                        row.getString("kind"),
                        row.getString("subject"),
                        Money.ofCents(row.getLong("amount")),
                        row.getString("asked_by"),
                        row.getString("approved_by"),
                        row.getTimestamp("approved_at").toInstant()))
                .list());
        return Response.ok(new ApprovalPage(
                Paging.page(found, limit), Paging.next(found, limit, last -> new Object[] {last.id()})));
    }
}
