package dev.comptoir.store.refunds;

import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.approvals.Approvals.Approval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes back.
 *
 * @param lines absent for everything that is still returnable
 * @param backToShelf for when {@code lines} is absent; true when absent itself
 * @param reason 1 to 200 characters
 * @param tender over which all of it is given back; when absent, over the tenders of the sale in their order
 * @param approval a clerk needs one above a limit, and for more than the tender paid
 */
public record NewRefund(
        @Nullable List<NewRefundLine> lines,
        @Nullable Boolean backToShelf,
        String reason,
        @Nullable Tender tender,
        @Nullable Approval approval) {
    private static final int LINES_LIMIT = 200;
    private static final int REASON_LIMIT = 200;

    public NewRefund {
        lines = lines == null ? null : List.copyOf(lines);
        checkLines(lines);
        if (lines != null && backToShelf != null) {
            throw new IllegalArgumentException("backToShelf is given for each line, not for the refund");
        }
        if (reason.isBlank() || reason.length() > REASON_LIMIT) {
            throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
        }
        checkTender(tender);
    }

    /** @throws IllegalArgumentException when there are too many lines or none, or a line is named twice */
    static void checkLines(@Nullable List<NewRefundLine> lines) {
        if (lines != null && (lines.isEmpty() || lines.size() > LINES_LIMIT)) {
            throw new IllegalArgumentException("a refund has 1 to " + LINES_LIMIT + " lines");
        }
        if (lines != null && lines.stream().map(NewRefundLine::line).distinct().count() != lines.size()) {
            throw new IllegalArgumentException("a refund names each line once");
        }
    }

    /** @throws IllegalArgumentException for a tender by which nobody is paid back */
    static void checkTender(@Nullable Tender tender) {
        if (tender == Tender.EXCHANGE) {
            throw new IllegalArgumentException("a refund is handed back in cash or by card");
        }
    }

    /** @param line the line's place in the sale, from 1 */
    public record NewRefundLine(int line, Quantity quantity, boolean backToShelf) {}

    Goods.Wanted wanted() {
        return new Goods.Wanted(lines, backToShelf == null || backToShelf);
    }

    /** For the fingerprint of the request, which must not contain a password. */
    NewRefund withoutApproval() {
        return new NewRefund(lines, backToShelf, reason, tender, null);
    }
}
