package dev.comptoir.store.refunds;

import dev.comptoir.contract.Tender;
import dev.comptoir.store.registers.Till;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refund that a cashier requests.
 *
 * @param sale its number
 * @param tender over which all of it is handed back; when absent, the tenders of the sale in their order
 * @param manager who approves it; empty without approval
 */
record RefundOrder(
        Till till,
        String cashier,
        String sale,
        Goods.Wanted wanted,
        @Nullable Tender tender,
        Optional<String> manager) {}
