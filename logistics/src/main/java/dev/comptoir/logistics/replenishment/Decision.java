package dev.comptoir.logistics.replenishment;

import java.util.UUID;

/** What came of a clerk's decision on a restock order. */
sealed interface Decision {
    /** The order as it is now. */
    record Decided(RestockOrder order) implements Decision {}

    record UnknownOrder(UUID id) implements Decision {}

    /** Somebody else was faster. */
    record AlreadyDecided(UUID id, RestockState state) implements Decision {}

    /** The warehouse has only {@code left} units. */
    record CentralStockTooShort(long productId, int wanted, long left) implements Decision {}
}
