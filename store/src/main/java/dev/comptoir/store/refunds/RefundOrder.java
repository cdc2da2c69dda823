package dev.comptoir.store.refunds;

import dev.comptoir.store.registers.Till;
import java.util.Optional;

/**
 * A refund that a cashier requests.
 *
 * @param sale its number
 * @param manager who approves it; empty without approval
 */
record RefundOrder(Till till, String cashier, String sale, NewRefund refund, Optional<String> manager) {}
