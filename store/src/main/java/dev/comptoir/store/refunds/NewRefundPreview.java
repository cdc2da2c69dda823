package dev.comptoir.store.refunds;

import dev.comptoir.contract.Tender;
import dev.comptoir.store.refunds.NewRefund.NewRefundLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goods that may come back.
 *
 * @param lines absent for everything that is still returnable
 * @param tender over which all of it would be given back; when absent, over the tenders of the sale in their order
 */
public record NewRefundPreview(
        @Nullable List<NewRefundLine> lines, @Nullable Tender tender) {
    public NewRefundPreview {
        lines = lines == null ? null : List.copyOf(lines);
        NewRefund.checkLines(lines);
        NewRefund.checkTender(tender);
    }
}
