package dev.comptoir.store.approvals;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Bulkhead;
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
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** What managers approved in the caller's store. */
public final class ApprovalsApi {
    private final Database database;

    public ApprovalsApi(Database database) {
        this.database = database;
    }

    /** One approval. */
    public record RecordedApproval(
            long id,
            int register,
            @Nested @JsonUnwrapped Approved approved,
            String askedBy,
            String approvedBy,
            Instant approvedAt) {}

    /**
     * What was approved.
     *
     * @param kind refund, price, discount or cash-out
     * @param subject the number of the sale, the product and the reason, or the reason
     * @param units that an overridden price covers
     */
    public record Approved(
            String kind,
            String subject,
            Money amount,
            @Nullable Integer units) {}

    /** One page of approvals, newest first. */
    public record ApprovalPage(
            List<RecordedApproval> items, @Nullable String next) {}

    private static final RowMapper<RecordedApproval> APPROVAL = ConstructorMapper.of(RecordedApproval.class);

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/approvals", "What managers approved in the store, newest first")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .takes(Paging.LIMIT, Paging.AFTER)
                .returns(200, ApprovalPage.class)
                .handledBy(this::list));
    }

    private Response list(Request request) {
        long limit = request.get(Paging.LIMIT);
        String after = request.find(Paging.AFTER);
        long before = after == null
                ? Long.MAX_VALUE
                : Cursor.number(Cursor.read(after, 1).getFirst());
        List<RecordedApproval> found = database.read(sql -> sql.createQuery("""
                        SELECT id, register, kind, subject, amount, units, asked_by, approved_by, approved_at FROM approval
                        WHERE store_code = :store AND id < :before ORDER BY id DESC LIMIT :limit
                        """)
                .bind("store", Till.storeOf(request.caller()))
                .bind("before", before)
                .bind("limit", limit + 1)
                .map(APPROVAL)
                .list());
        return Response.ok(new ApprovalPage(
                Paging.page(found, limit), Paging.next(found, limit, last -> new Object[] {last.id()})));
    }
}
