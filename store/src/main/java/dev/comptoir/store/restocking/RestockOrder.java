package dev.comptoir.store.restocking;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/** A store's request to the warehouse. */
public record RestockOrder(
        UUID id,
        @ColumnName("store_code") String store,
        @Nested @JsonUnwrapped Item item,
        int quantity,
        String requestedBy,
        Instant requestedAt,
        @Nested @JsonUnwrapped Progress progress) {

    /** The product that is requested. */
    public record Item(long productId, String sku, String name) {}

    /**
     * What became of the request.
     *
     * @param state requested, refused or received
     * @param reason why the warehouse refused
     */
    public record Progress(
            String state,
            @Nullable String reason,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable Instant receivedAt) {}
}
