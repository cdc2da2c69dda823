package dev.comptoir.platform.outbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.comptoir.platform.outbox.Delivery.Range;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's response to a delivery. Unknown members are ignored, and missing ones have the defaults stated here.
 *
 * @param applied how many events of this sender have ever taken effect; shown to people, decides nothing
 * @param rejected by receivers of version 0.1: events that they can never apply; later versions keep them as dead letters
 * @param log what the receiver holds of the sender's log; absent in responses to deliveries of version 0.1
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        @Nullable Long applied,
        @Nullable List<Rejected> rejected,
        @Nullable Held log) {
    public Receipt {
        applied = applied == null ? 0 : applied;
        rejected = rejected == null ? List.of() : List.copyOf(rejected);
    }

    @Override
    public Long applied() {
        return Objects.requireNonNull(applied);
    }

    @Override
    public List<Rejected> rejected() {
        return Objects.requireNonNull(rejected);
    }

    /** An event that a receiver of version 0.1 can never apply. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rejected(UUID id, String error) {}

    /** What became of a batch. */
    public enum Outcome {
        /** Every event of the batch took effect, now or earlier, or is kept as a dead letter. */
        @JsonProperty("applied")
        APPLIED,

        /** The receiver does not have the events before the batch: it was restored to an earlier moment. */
        @JsonProperty("resend")
        RESEND,

        /** The receiver holds other events at these positions: the sender was restored to an earlier moment. */
        @JsonProperty("diverged")
        DIVERGED,

        /** The batch took too long; nothing took effect. */
        @JsonProperty("smaller")
        SMALLER
    }

    /**
     * What the receiver holds after the batch.
     *
     * @param position the last position that took effect
     * @param receiver the incarnation of the receiver's database
     * @param gap the next positions to be sent again beside the newer events; absent without a gap
     * @param deadLetters how many of the sender's events are kept because they could not be applied; 1,000 means that many or
     *     more
     * @param differing names of digests that differ from the receiver's copies
     * @param held the receiver's {@link EventHandler#held} for the sender; only when the sender needs it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Held(
            Outcome outcome,
            long position,
            UUID receiver,
            @Nullable Range gap,
            @Nullable Long deadLetters,
            @Nullable List<String> differing,
            @Nullable Map<String, String> held) {
        public Held {
            deadLetters = deadLetters == null ? 0 : deadLetters;
            differing = differing == null ? List.of() : List.copyOf(differing);
            held = held == null ? Map.of() : Map.copyOf(held);
        }

        @Override
        public Long deadLetters() {
            return Objects.requireNonNull(deadLetters);
        }

        @Override
        public List<String> differing() {
            return Objects.requireNonNull(differing);
        }

        @Override
        public Map<String, String> held() {
            return Objects.requireNonNull(held);
        }
    }
}
