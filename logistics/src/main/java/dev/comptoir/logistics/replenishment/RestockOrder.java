package dev.comptoir.logistics.replenishment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A store's request for goods.
 *
 * @param centralStock units that the warehouse has now
 */
record RestockOrder(
        UUID id,
        String store,
        String storeName,
        @JsonUnwrapped @Nested OrderedProduct product,
        int quantity,
        long centralStock,
        @JsonUnwrapped @Nested RequestedBy request,
        @JsonUnwrapped @Nested Progress progress) {

    record OrderedProduct(long productId, String sku, String productName) {}

    record RequestedBy(String requestedBy, Instant requestedAt) {}

    /** @param reason of a refusal */
    record Progress(
            RestockState state,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String reason,
            @Nullable Instant receivedAt) {}
}
