package dev.comptoir.store.restocking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store's request to the warehouse.
 *
 * @param state requested, refused or received
 * @param reason why the warehouse refused
 */
public record RestockOrder(
        UUID id,
        String store,
        long productId,
        String sku,
        String name,
        int quantity,
        String requestedBy,
        Instant requestedAt,
        String state,
        @Nullable String reason,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable Instant receivedAt) {}
