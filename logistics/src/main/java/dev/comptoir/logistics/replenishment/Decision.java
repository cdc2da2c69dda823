package dev.comptoir.logistics.replenishment;

import java.util.UUID;

/** The result of a decision on a restock order. */
sealed interface Decision {
    /** The order as it is now. */
    record Decided(RestockOrder order) implements Decision {}

    /** Why nothing was written. */
    sealed interface Refusal extends Decision {}

    record NotFound(UUID id) implements Refusal {}

    /** Someone else decided first. */
    record AlreadyDecided(UUID id, RestockState state) implements Refusal {}

    /** The store may have received the goods already: its events since the database started have not all arrived. */
    record StoreBehind(String store) implements Refusal {}

    /** @param left units in the central stock */
    record CentralStockTooShort(long productId, int wanted, long left) implements Refusal {}
}
