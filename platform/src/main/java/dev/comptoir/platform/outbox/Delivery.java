package dev.comptoir.platform.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events from one service to another, in the order in which they take effect. An empty batch is a heartbeat.
 *
 * @param backlog how many events the sender has for the receiver, this batch included; 100,000 means that many or more
 * @param oldestAt when the oldest of them was written
 * @param deadLetters how many events the receiver has rejected for good
 */
public record Delivery(
        @JsonProperty("waiting") long backlog,
        @Nullable Instant oldestAt,
        @JsonProperty("parked") long deadLetters,
        List<Sent> events) {
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
     * @param trace the header {@code traceparent} of its cause; absent without a trace
     */
    public record Sent(
            UUID id,
            String type,
            String payload,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trace) {
        private static final int TIME_ORDERED = 7;

        /** When it was written, to the millisecond; ids of version 7 begin with it (RFC 9562, section 5.7). */
        Optional<Instant> writtenAt() {
            return id.version() == TIME_ORDERED
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        }

        Sent withTrace(@Nullable String other) {
            return new Sent(id, type, payload, other);
        }
    }

    /**
     * The receiver's response: every event of the batch took effect, now or earlier, except the rejected ones.
     *
     * @param applied how many events of this sender have ever taken effect
     */
    public record Receipt(long applied, List<Rejected> rejected) {
        public Receipt {
            rejected = List.copyOf(rejected);
        }
    }

    /** An event that the receiver can never apply. */
    public record Rejected(UUID id, String error) {}
}
