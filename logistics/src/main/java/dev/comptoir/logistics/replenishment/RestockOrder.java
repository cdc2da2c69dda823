package dev.comptoir.logistics.replenishment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store's wish for goods.
 *
 * @param centralStock how many units the warehouse has now
 * @param reason why it was refused
 */
record RestockOrder(
        UUID id,
        String store,
        String storeName,
        long productId,
        String sku,
        String productName,
        int quantity,
        long centralStock,
        String requestedBy,
        Instant requestedAt,
        RestockState state,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        @Nullable Instant receivedAt) {}
