package dev.comptoir.platform.outbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events from one service to another, in the order in which they take effect. An empty batch is a heartbeat.
 *
 * <p>The form outlives the process that wrote it: unknown members are ignored, and missing ones have the defaults stated here.
 *
 * @param backlog how many events the sender has for the receiver, this batch included; 100,000 means that many or more
 * @param oldestAt when the oldest of them was written
 * @param deadLetters for receivers of version 0.1; always 0 from this version on
 * @param log where the batch stands in the sender's log; absent in deliveries of version 0.1
 * @param digests of the state that the receiver holds a copy of, by name; only in heartbeats without a backlog
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(
        @JsonProperty("waiting") @Nullable Long backlog,
        @Nullable Instant oldestAt,
        @JsonProperty("parked") @Nullable Long deadLetters,
        @Nullable List<Sent> events,
        @Nullable Section log,
        @Nullable Map<String, String> digests) {
    /** The most events in one batch. */
    public static final int BATCH_LIMIT = 1_000;

    /** The most events that a receiver of version 0.1 accepts. */
    static final int FORMER_BATCH_LIMIT = 500;

    public Delivery {
        backlog = backlog == null ? 0 : backlog;
        deadLetters = deadLetters == null ? 0 : deadLetters;
        events = events == null ? List.of() : List.copyOf(events);
        if (events.size() > BATCH_LIMIT) {
            throw new IllegalArgumentException("a delivery holds at most " + BATCH_LIMIT + " events");
        }
    }

    @Override
    public Long backlog() {
        return Objects.requireNonNull(backlog);
    }

    @Override
    public Long deadLetters() {
        return Objects.requireNonNull(deadLetters);
    }

    @Override
    public List<Sent> events() {
        return Objects.requireNonNull(events);
    }

    /** The same batch with other events. */
    Delivery with(List<Sent> others) {
        return new Delivery(backlog, oldestAt, deadLetters, others, log, digests);
    }

    /** The first of these events in the form of version 0.1. */
    Delivery inFormerForm(List<Sent> others) {
        return new Delivery(
                backlog,
                oldestAt,
                deadLetters,
                others.subList(0, Math.min(others.size(), FORMER_BATCH_LIMIT)),
                null,
                null);
    }

    /**
     * Where a batch stands in the sender's log for the receiver.
     *
     * @param version of this form, {@value #VERSION}
     * @param incarnation of the log; a new one starts when the sender's database was restored to an earlier moment
     * @param startedAfter the position after which the incarnation started
     * @param first the position of the first event, and of the next one to be written when there is none
     * @param last the highest position ever given
     * @param after the event before the first one
     * @param skip positions before the batch that are not sent now
     * @param backfill whether the batch fills a gap of the receiver, beside the newer events
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(
            int version,
            UUID incarnation,
            long startedAfter,
            long first,
            long last,
            Place after,
            @Nullable Range skip,
            @Nullable Boolean backfill) {
        static final int VERSION = 2;

        /** Far above what any log reaches, so that no sum of positions overflows. */
        private static final long POSITION_LIMIT = 1L << 53;

        public Section {
            if (first < 1 || first > POSITION_LIMIT || last < 0 || last > POSITION_LIMIT || startedAfter < 0) {
                throw new IllegalArgumentException("positions are from 1 to " + POSITION_LIMIT);
            }
            if (after.position() < 0 || after.position() >= first) {
                throw new IllegalArgumentException("after is before first");
            }
            backfill = Boolean.TRUE.equals(backfill) ? Boolean.TRUE : null;
        }

        boolean isBackfill() {
            return backfill != null;
        }
    }

    /**
     * An event in the log.
     *
     * @param event its id, which stands for a hash of the event: ids are random; absent before the first event
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Place(long position, @Nullable UUID event) {}

    /** Positions, both ends included. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Range(long first, long last) {
        long size() {
            return last - first + 1;
        }
    }

    /**
     * One event.
     *
     * @param id the same at every attempt
     * @param payload the event's JSON
     * @param trace the header {@code traceparent} of its cause; absent without a trace
     * @param undeliverable why the payload is not sent: the receiver did not accept it even alone; usually absent
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sent(
            UUID id,
            String type,
            String payload,
            @Nullable String trace,
            @Nullable String undeliverable) {
        private static final int TIME_ORDERED = 7;

        public Sent(UUID id, String type, String payload, @Nullable String trace) {
            this(id, type, payload, trace, null);
        }

        /** When it was written, to the millisecond; ids of version 7 begin with it (RFC 9562, section 5.7). */
        Optional<Instant> writtenAt() {
            return id.version() == TIME_ORDERED
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        }

        Sent withTrace(@Nullable String other) {
            return new Sent(id, type, payload, other, undeliverable);
        }

        Sent withoutPayload(String reason) {
            return new Sent(id, type, "{}", trace, reason);
        }
    }
}
