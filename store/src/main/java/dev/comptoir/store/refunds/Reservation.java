package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.ReservedSale;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The reservation of a sale of another deployment, which lets this store refund it.
 *
 * @param endsAt when it is released by itself: it is not answered, or not used
 * @param state requested, granted, refused, released or refunded
 * @param reason why it was refused or released, in one word: {@code unknown-sale}, {@code sale-reserved}, {@code
 *     nothing-returnable}, {@code store-unreachable}, {@code unanswered}, {@code expired}
 * @param sale as its store has it; absent until the reservation is granted
 */
public record Reservation(
        UUID id,
        String saleNumber,
        String requestedBy,
        Instant requestedAt,
        Instant endsAt,
        String state,
        @Nullable String reason,
        @Nullable ReservedSale sale) {}
