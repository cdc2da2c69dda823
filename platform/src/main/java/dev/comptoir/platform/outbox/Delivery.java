package dev.comptoir.platform.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events on its way from one service to another, in the order in which they are to take effect. An empty one
 * is a sign of life.
 *
 * @param waiting how many events the sender still owes the receiver, this batch included; 100,000 means that many or
 *     more
 * @param oldestAt when the oldest of them was written
 * @param parked how many the sender has put aside because the receiver cannot take them
 */
public record Delivery(long waiting, @Nullable Instant oldestAt, long parked, List<Sent> events) {
    /** The most events in one batch. */
    public static final int BATCH_LIMIT = 500;

    public Delivery {
        events = List.copyOf(events);
        if (events.size() > BATCH_LIMIT) {
            throw new IllegalArgumentException("a delivery holds at most " + BATCH_LIMIT + " events");
        }
    }

    /**
     * One event.
     *
     * @param id the same at every attempt
     * @param payload the event's JSON
     */
    public record Sent(UUID id, String type, String payload) {
        private static final int WITH_TIME = 7;

        /** When it was written, to the millisecond; ids of version 7 begin with it (RFC 9562, section 5.7). */
        Optional<Instant> bornAt() {
            return id.version() == WITH_TIME
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        }
    }

    /**
     * The receiver's answer: every event of the batch took effect, now or earlier, but for the rejected ones.
     *
     * @param applied how many events of this sender have taken effect, ever
     */
    public record Receipt(long applied, List<Rejected> rejected) {
        public Receipt {
            rejected = List.copyOf(rejected);
        }
    }

    /** An event that the receiver will never be able to apply as it is. */
    public record Rejected(UUID id, String error) {}
}
